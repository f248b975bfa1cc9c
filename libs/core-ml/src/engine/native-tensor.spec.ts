import { DATA_TYPE, nativeBackend } from './native-backend';

describe('a tensor of the native engine', () => {
  it('has separate memory: later changes to the source array do not affect it', () => {
    const { binding } = nativeBackend();
    // Whether memory can be shared depends on the address of an array, so many arrays of several sizes are tried.
    for (const length of [1, 16, 300, 5_000, 100_000]) {
      for (let attempt = 0; attempt < 40; attempt++) {
        const values = new Float32Array(length).fill(1);
        const id = binding.createTensor([length], DATA_TYPE.float32, values);
        values.fill(2);
        const kept = binding.tensorDataSync(id);
        binding.deleteTensor(id);
        expect([length, attempt, kept[0], kept.at(-1)]).toEqual([length, attempt, 1, 1]);
      }
    }
  });
});
