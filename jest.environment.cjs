const { TestEnvironment } = require('jest-environment-node');

/**
 * Native addons (TensorFlow, onnxruntime) make and check typed arrays of the outer realm;
 * jest's sandbox has its own. One realm for both, or `instanceof Float32Array` lies.
 */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const type of [
      ArrayBuffer,
      SharedArrayBuffer,
      DataView,
      Float32Array,
      Float64Array,
      Int8Array,
      Int16Array,
      Int32Array,
      Uint8Array,
      Uint8ClampedArray,
      Uint16Array,
      Uint32Array,
      BigInt64Array,
      BigUint64Array,
    ]) {
      this.global[type.name] = type;
    }
  }
};
