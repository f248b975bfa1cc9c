// Jest hands tests a copy of the environment, which native code does not see: set here, it reaches TensorFlow.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

module.exports = require('../../jest.preset.cjs')(__dirname);
