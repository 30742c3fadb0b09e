// Every chart of SMAX is drawn with scatter traces and shapes; plotly's core brings scatter along.
module.exports = require("plotly.js/lib/core");
