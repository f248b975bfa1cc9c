import { webAssembly, type WebAssemblyModule } from './web-assembly';

/**
 * The two loops of histogram building as a WebAssembly module, written in its binary format
 * (webassembly.github.io/spec/core/binary). It needs 128-bit SIMD and shared memory, which every Node.js of today has.
 * Against the same loops in JavaScript it saves the bounds checks and adds a pair of float64 in one instruction.
 */
let compiled: WebAssemblyModule | undefined;

export function histogramModule(): WebAssemblyModule {
  compiled ??= new webAssembly.Module(encodeModule());
  return compiled;
}

const I32 = 0x7f;
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const tee = (local: number): number[] => [0x22, local];
const constant = (value: number): number[] => [0x41, value];
const SIMD = 0xfd;
const LOAD_I32 = [0x28, 2, 0];
const LOAD_U8 = [0x2d, 0, 0];
const STORE_I32 = [0x36, 2, 0];
const ADD = 0x6a;
const SUBTRACT = 0x6b;
const SHIFT_LEFT = 0x74;
const AT_LEAST = 0x4f;
const LOAD_V128 = [SIMD, 0x00, 3, 0];
const STORE_V128 = [SIMD, 0x0b, 3, 0];
/** Two float32 … */
const LOAD_PAIR = [SIMD, 0x5d, 2, 0];
/** … become two float64. */
const WIDEN = [SIMD, 0x5f];
const ADD_PAIR = [SIMD, 0xf0, 0x01];
const SUBTRACT_PAIR = [SIMD, 0xf1, 0x01];
const advance = (local: number, bytes: number): number[] => [...get(local), ...constant(bytes), ADD, ...set(local)];

/** block { loop { if (pointer >= end) break; body; continue } } */
const whileBelow = (pointer: number, end: number, body: readonly number[]): number[] => [
  ...[0x02, 0x40, 0x03, 0x40],
  ...[...get(pointer), ...get(end), AT_LEAST, 0x0d, 1],
  ...body,
  ...[0x0c, 0, 0x0b, 0x0b],
];

/** Parameters: bins 0, order 1, end 2, pairs 3, sums 4, counts 5; locals: bin 6, cell 7. */
const ADD_ROWS = whileBelow(1, 2, [
  // bin = bins[order[0]]
  ...[...get(0), ...get(1), ...LOAD_I32, ADD, ...LOAD_U8, ...set(6)],
  // sums[bin] += pairs[0]
  ...[...get(4), ...get(6), ...constant(4), SHIFT_LEFT, ADD, ...tee(7)],
  ...[...get(7), ...LOAD_V128, ...get(3), ...LOAD_PAIR, ...WIDEN, ...ADD_PAIR, ...STORE_V128],
  // counts[bin] += 1
  ...[...get(5), ...get(6), ...constant(2), SHIFT_LEFT, ADD, ...tee(7)],
  ...[...get(7), ...LOAD_I32, ...constant(1), ADD, ...STORE_I32],
  ...[...advance(1, 4), ...advance(3, 8)],
]);

/** Parameters: sums 0, other sums 1, end 2, counts 3, other counts 4. */
const SUBTRACT_BINS = whileBelow(0, 2, [
  ...[...get(0), ...get(0), ...LOAD_V128, ...get(1), ...LOAD_V128, ...SUBTRACT_PAIR, ...STORE_V128],
  ...[...get(3), ...get(3), ...LOAD_I32, ...get(4), ...LOAD_I32, SUBTRACT, ...STORE_I32],
  ...[...advance(0, 16), ...advance(1, 16), ...advance(3, 4), ...advance(4, 4)],
]);

function encodeModule(): Uint8Array<ArrayBuffer> {
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  const sized = (bytes: readonly number[]): number[] => [...encodeSize(bytes.length), ...bytes];
  const section = (id: number, ...items: readonly (readonly number[])[]): number[] => [
    id,
    ...sized([items.length, ...items.flat()]),
  ];
  const type = (parameters: number): number[] => [0x60, parameters, ...new Array<number>(parameters).fill(I32), 0];
  const body = (locals: number, code: readonly number[]): number[] =>
    sized([...(locals === 0 ? [0] : [1, locals, I32]), ...code, 0x0b]);
  // Shared, from 1 page to 65,536.
  const memory = [...name('shared'), ...name('memory'), 0x02, 0x03, 1, 0x80, 0x80, 0x04];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, type(6), type(5)),
    ...section(2, memory),
    ...section(3, [0], [1]),
    ...section(7, [...name('addRows'), 0, 0], [...name('subtract'), 0, 1]),
    ...section(10, body(2, ADD_ROWS), body(0, SUBTRACT_BINS)),
  ]);
}

/** LEB128 of an unsigned number below 2^14. */
const encodeSize = (size: number): number[] => (size < 128 ? [size] : [(size & 127) | 128, size >> 7]);
