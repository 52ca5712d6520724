// What the workers of peers.js do.
'use strict';
const { move } = require('piscina');

exports.id = (order) => order.id;
exports.echo = (value) => value;
exports.pass = (buffer) => move(buffer);
exports.loop = () => {
	for (;;) {
		// Nothing at all
	}
};
