// Jest gives tests a copy of the environment that native code does not see. Set here, the variable reaches TensorFlow.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

module.exports = require('../../jest.preset.cjs')(__dirname);
