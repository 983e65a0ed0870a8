/* A collision index of boxes on the screen. A box: left, top, right, bottom, in px.
 *
 * Boxes lie in a grid, so that a new one is compared with its neighbours only.
 */
(function (projectmap) {
  "use strict";

  const CELL = 64; // px

  function collisionIndex() {
    const cells = new Map();

    /* Whether visit says yes to one of the cells that a box touches. */
    function some(box, visit) {
      for (let x = Math.floor(box[0] / CELL); x <= Math.floor(box[2] / CELL); x += 1) {
        for (let y = Math.floor(box[1] / CELL); y <= Math.floor(box[3] / CELL); y += 1) {
          if (visit(x * 4096 + y)) return true;
        }
      }
      return false;
    }

    function add(box) {
      some(box, (key) => {
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(box);
        return false;
      });
    }

    function taken(box) {
      return some(box, (key) => (cells.get(key) || []).some((other) => overlap(box, other)));
    }

    /* Takes a box unless another one has a part of it: whether it did. */
    function claim(box) {
      const free = !taken(box);
      if (free) add(box);
      return free;
    }

    return { add, taken, claim };
  }

  function overlap(a, b) { return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]; }

  projectmap.collisionIndex = collisionIndex;
})(globalThis.projectmap ??= {});
