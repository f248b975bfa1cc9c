import { levelOfErrorOutput } from './output-level';

describe('a line on standard error', () => {
  it.each([
    [
      '2026-03-01 12:00:00.123456: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results.',
      'log',
    ],
    [
      '2026-03-01 12:00:00.123456: I tensorflow/core/platform/cpu_feature_guard.cc:210] This TensorFlow binary is optimized to use available CPU instructions.',
      'log',
    ],
    ['To enable the following instructions: AVX2 AVX512F FMA, in other operations, rebuild TensorFlow.', 'log'],
    ['WARNING: All log messages before absl::InitializeLog() is called are written to STDERR', 'log'],
    ['I0000 00:00:1760000000.123456    1234 port.cc:153] oneDNN custom operations are on.', 'log'],
    [
      '2026-03-01 12:00:00.123456: W tensorflow/core/framework/cpu_allocator_impl.cc:83] Allocation exceeds 10%.',
      'warn',
    ],
    ['E0000 00:00:1760000000.123456    1234 cuda_dnn.cc:8579] Unable to register cuDNN factory', 'error'],
    ['TypeError: cannot read properties of undefined', 'warn'],
  ])('%s is shown at the level that it names', (line, level) => {
    expect(levelOfErrorOutput(line)).toBe(level);
  });
});
