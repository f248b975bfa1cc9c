const { TestEnvironment } = require('jest-environment-node');

/**
 * Native addons (TensorFlow, onnxruntime) create and check typed arrays of the outer realm, but jest's sandbox has its
 * own. Sharing these types makes `instanceof Float32Array` work across both.
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
