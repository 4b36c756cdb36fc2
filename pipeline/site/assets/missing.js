"use strict";
/* Items had pages of their own once: from such an address to the item. */
const found = location.pathname.match(/^(.*\/)items\/((.+)-[0-9a-f]{8}(?:-\d+)?)\.html$/);
if (found) location.replace(`${found[1]}plans/${found[3]}/index.html#${found[2]}`);
