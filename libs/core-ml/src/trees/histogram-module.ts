import { webAssembly, type WebAssemblyModule } from './web-assembly';

/**
 * The inner loops of training as a WebAssembly module, written in its binary format
 * (webassembly.github.io/spec/core/binary). It needs 128-bit SIMD, bulk memory and shared memory, which every supported
 * Node.js has. Unlike the same loops in JavaScript it checks no bounds and adds a pair of float64 in one instruction.
 */
let compiled: WebAssemblyModule | undefined;

export function histogramModule(): WebAssemblyModule {
  compiled ??= new webAssembly.Module(encodeModule());
  return compiled;
}

const I32 = 0x7f;
const V128 = 0x7b;
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const tee = (local: number): number[] => [0x22, local];
const constant = (value: number): number[] => [0x41, value];
const SIMD = 0xfd;
const LOAD_I32 = [0x28, 2, 0];
const LOAD_U8 = [0x2d, 0, 0];
const STORE_I32 = [0x36, 2, 0];
const LOAD_I64 = [0x29, 2, 0];
const STORE_I64 = [0x37, 2, 0];
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

/** sums[bin] += pair, counts[bin] += 1. The locals hold the bin, a scratch address and the pair as two float64. */
const addToBin = (sums: number, counts: number, bin: number, cell: number, pair: number): number[] => [
  ...[...get(sums), ...get(bin), ...constant(4), SHIFT_LEFT, ADD, ...tee(cell)],
  ...[...get(cell), ...LOAD_V128, ...get(pair), ...ADD_PAIR, ...STORE_V128],
  ...[...get(counts), ...get(bin), ...constant(2), SHIFT_LEFT, ADD, ...tee(cell)],
  ...[...get(cell), ...LOAD_I32, ...constant(1), ADD, ...STORE_I32],
];
const setPair = (pairs: number, pair: number): number[] => [...get(pairs), ...LOAD_PAIR, ...WIDEN, ...set(pair)];

/** Parameters: order 0, end 1, pairs 2, bins 3, sums 4, counts 5; locals: bin 6, cell 7, pair 8. */
const ADD_ROWS = whileBelow(0, 1, [
  ...setPair(2, 8),
  ...[...get(3), ...get(0), ...LOAD_I32, ADD, ...LOAD_U8, ...set(6)],
  ...addToBin(4, 5, 6, 7, 8),
  ...[...advance(0, 4), ...advance(2, 8)],
]);

/**
 * Two columns in one pass, which reads the rows and their pairs once. Parameters: order 0, end 1, pairs 2, bins 3,
 * sums 4, counts 5, the second column's bins 6, sums 7, counts 8; locals: bins 9 and 10, cell 11, row 12, pair 13.
 */
const ADD_ROWS_TO_TWO = whileBelow(0, 1, [
  ...setPair(2, 13),
  ...[...get(3), ...get(0), ...LOAD_I32, ...tee(12), ADD, ...LOAD_U8, ...set(9)],
  ...[...get(6), ...get(12), ADD, ...LOAD_U8, ...set(10)],
  ...addToBin(4, 5, 9, 11, 13),
  ...addToBin(7, 8, 10, 11, 13),
  ...[...advance(0, 4), ...advance(2, 8)],
]);

/** Parameters: sums 0, other sums 1, end 2, counts 3, other counts 4. */
const SUBTRACT_BINS = whileBelow(0, 2, [
  ...[...get(0), ...get(0), ...LOAD_V128, ...get(1), ...LOAD_V128, ...SUBTRACT_PAIR, ...STORE_V128],
  ...[...get(3), ...get(3), ...LOAD_I32, ...get(4), ...LOAD_I32, SUBTRACT, ...STORE_I32],
  ...[...advance(0, 16), ...advance(1, 16), ...advance(3, 4), ...advance(4, 4)],
]);

/** Parameters: address 0, length in bytes 1. */
const CLEAR = [...get(0), ...constant(0), ...get(1), 0xfc, 0x0b, 0x00];

/** Copies the pair of each row. Parameters: order 0, end 1, gradients 2, pairs 3. */
const GATHER = whileBelow(0, 1, [
  ...[...get(3), ...get(2), ...get(0), ...LOAD_I32, ...constant(3), SHIFT_LEFT, ADD, ...LOAD_I64, ...STORE_I64],
  ...[...advance(0, 4), ...advance(3, 8)],
]);

/**
 * Rows that go left move up in `order`, the others into `spare`: both are written in every step and only one pointer
 * advances, so that no branch has to be predicted. Parameters: order 0, end 1, spare 2, bins 3, table of what goes
 * left 4; locals: the next place for a row that goes left 5, row 6, 4 if it goes left 7.
 * @returns the end of the rows that go left
 */
const PARTITION = [
  ...[...get(0), ...set(5)],
  ...whileBelow(0, 1, [
    ...[...get(5), ...get(0), ...LOAD_I32, ...tee(6), ...STORE_I32],
    ...[...get(2), ...get(6), ...STORE_I32],
    ...[...get(4), ...get(3), ...get(6), ADD, ...LOAD_U8, ADD, ...LOAD_U8, ...tee(7)],
    ...[...get(5), ADD, ...set(5)],
    ...[...get(2), ...constant(4), ADD, ...get(7), SUBTRACT, ...set(2)],
    ...advance(0, 4),
  ]),
  ...get(5),
];

function encodeModule(): Uint8Array<ArrayBuffer> {
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  const sized = (bytes: readonly number[]): number[] => [...encodeSize(bytes.length), ...bytes];
  const section = (id: number, ...items: readonly (readonly number[])[]): number[] => [
    id,
    ...sized([items.length, ...items.flat()]),
  ];
  const type = (parameters: number, results = 0): number[] => [
    ...[0x60, parameters, ...new Array<number>(parameters).fill(I32)],
    ...[results, ...new Array<number>(results).fill(I32)],
  ];
  /** So many i32 and then so many v128 locals. */
  const body = (i32: number, v128: number, code: readonly number[]): number[] => {
    const locals = [
      [i32, I32],
      [v128, V128],
    ].filter(([count]) => count! > 0);
    return sized([locals.length, ...locals.flat(), ...code, 0x0b]);
  };
  const entry = (text: string, index: number): number[] => [...name(text), 0, index];
  // Shared, from 1 page to 65,536.
  const memory = [...name('shared'), ...name('memory'), 0x02, 0x03, 1, 0x80, 0x80, 0x04];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, type(6), type(9), type(5), type(2), type(4), type(5, 1)),
    ...section(2, memory),
    ...section(3, [0], [1], [2], [3], [4], [5]),
    ...section(
      7,
      entry('addRows', 0),
      entry('addRowsToTwo', 1),
      entry('subtract', 2),
      entry('clear', 3),
      entry('gather', 4),
      entry('partition', 5),
    ),
    ...section(
      10,
      body(2, 1, ADD_ROWS),
      body(4, 1, ADD_ROWS_TO_TWO),
      body(0, 0, SUBTRACT_BINS),
      body(0, 0, CLEAR),
      body(0, 0, GATHER),
      body(3, 0, PARTITION),
    ),
  ]);
}

/** LEB128 of an unsigned number below 2^14. */
const encodeSize = (size: number): number[] => (size < 128 ? [size] : [(size & 127) | 128, size >> 7]);
