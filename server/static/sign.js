// A name drawn with a finger: strokes of "x,y" points in a hidden field. Without this file the typed name is enough. ES2017.
(function () {
  "use strict";

  function pad(box) {
    var canvas = box.querySelector("canvas");
    var field = box.querySelector("input[name=drawing]");
    var pen = canvas.getContext && canvas.getContext("2d");
    if (!pen) return;
    var size = box.dataset.sign.split(" ").map(Number);
    var strokes = [];
    var stroke = null;
    box.hidden = false;
    pen.lineWidth = 5;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#25221c";

    function place(event) {
      var at = canvas.getBoundingClientRect();
      var touch = event.touches ? event.touches[0] : event;
      var x = Math.round((touch.clientX - at.left) / at.width * size[0]);
      var y = Math.round((touch.clientY - at.top) / at.height * size[1]);
      return [Math.min(Math.max(x, 0), size[0]), Math.min(Math.max(y, 0), size[1])];
    }
    function write() {
      field.value = strokes.map(function (one) {
        return one.map(function (point) { return point.join(","); }).join(" ");
      }).join(";");
    }
    function draw(one) {
      pen.beginPath();
      pen.moveTo(one[0][0], one[0][1]);
      one.forEach(function (point) { pen.lineTo(point[0], point[1]); });
      pen.stroke();
    }
    // The form came back: what was drawn stands there still.
    if (field.value) {
      strokes = field.value.split(";").map(function (one) {
        return one.split(" ").map(function (point) { return point.split(",").map(Number); });
      });
      strokes.forEach(draw);
    }
    function down(event) {
      event.preventDefault();
      stroke = [place(event)];
      strokes.push(stroke);
      pen.beginPath();
      pen.moveTo(stroke[0][0], stroke[0][1]);
    }
    function move(event) {
      if (!stroke) return;
      event.preventDefault();
      var point = place(event);
      var last = stroke[stroke.length - 1];
      if (Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) < 4) return;
      stroke.push(point);
      pen.lineTo(point[0], point[1]);
      pen.stroke();
    }
    function up() {
      if (!stroke) return;
      stroke = null;
      write();
    }
    // Old WebViews know no pointer events; both would draw every line twice.
    if (window.PointerEvent) {
      canvas.addEventListener("pointerdown", function (event) {
        if (canvas.setPointerCapture) canvas.setPointerCapture(event.pointerId);
        down(event);
      });
      canvas.addEventListener("pointermove", move);
      canvas.addEventListener("pointerup", up);
      canvas.addEventListener("pointercancel", up);
    } else {
      canvas.addEventListener("touchstart", down);
      canvas.addEventListener("touchmove", move);
      canvas.addEventListener("touchend", up);
      canvas.addEventListener("mousedown", down);
      canvas.addEventListener("mousemove", move);
      window.addEventListener("mouseup", up);
    }
    box.querySelector("[data-wipe]").addEventListener("click", function () {
      strokes = [];
      pen.clearRect(0, 0, size[0], size[1]);
      write();
    });
  }

  function furnish() { Array.prototype.forEach.call(document.querySelectorAll("[data-sign]"), pad); }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", furnish);
  else furnish();
})();
