import { computesInBfloat16 } from './bfloat16';

describe('a processor', () => {
  it.each([
    ['x86 with AVX-512 BF16', 'processor\t: 0\nflags\t\t: fpu avx2 avx512_bf16 sse2\n', true],
    ['x86 with AMX', 'flags\t\t: fpu amx_bf16 amx_tile\n', true],
    ['ARM with BF16', 'Features\t: fp asimd i8mm bf16 dgh\n', true],
    ['x86 with AVX2 alone', 'model name\t: bf16 in its name\nflags\t\t: fpu fma avx avx2\n', false],
    ['ARM without', 'Features\t: fp asimd atomics\n', false],
  ])('%s computes in bfloat16 as its instructions say', (_, cpuInfo, expected) => {
    expect(computesInBfloat16(cpuInfo)).toBe(expected);
  });
});
