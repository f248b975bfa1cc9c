/**
 * Runs one convolution and writes the result to stdout as JSON. It is a process of its own, because an incompatible
 * library crashes the process that loads it.
 *
 * node verify-engine.cjs <folder of the tfjs package> <compiled binding>
 */
const { realpathSync } = require('node:fs');
const util = require('node:util');

const [, , tfjsPackage, binding] = process.argv;

// tfjs-node 4.22 calls a function that Node 23 removed.
Object.assign(util, { isNullOrUndefined: (value) => value === null || value === undefined, isArray: Array.isArray });
// The package asks node-pre-gyp for its binding: this one is verified before it is linked.
require(require.resolve('@mapbox/node-pre-gyp/lib/pre-binding', { paths: [tfjsPackage] })).find = () => binding;

const tf = require(tfjsPackage);
if (!(realpathSync(binding) in require.cache)) throw new Error(`The tfjs package did not load ${binding}.`);

const image = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
const kernel = tf.tensor4d([1, 0, 0, -2], [2, 2, 1, 1]);
const values = Array.from(tf.conv2d(image, kernel, 1, 'valid').dataSync());
process.stdout.write(JSON.stringify({ version: tf.backend().binding.TF_Version, values }));
