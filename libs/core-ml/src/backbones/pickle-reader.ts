import { LintelError } from '@lintel/contracts';

/** A value in a pickle: only plain data, and whatever the caller's own functions returned. */
export type PickleValue = unknown;

export interface PickleOptions {
  /**
   * The names that the pickle may call, as "module name", each with what a call returns. A name without a function may
   * be mentioned but not called. Nothing else is looked up, so nothing of the file is executed.
   */
  readonly globals: Readonly<Record<string, ((args: readonly PickleValue[]) => PickleValue) | null>>;
  /** Returns the object that a persistent id stands for. Default: persistent ids are refused. */
  readonly persistent?: (id: PickleValue) => PickleValue;
}

export interface ReadPickle {
  readonly value: PickleValue;
  /** Offset of the first byte after the pickle. */
  readonly end: number;
}

/** A name that the file mentions and the caller allowed. */
class Global {
  constructor(readonly name: string) {}
}

const MARK = Symbol('mark');
const LONGEST_LINE = 200;
const text = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads one pickle of protocol 2 (PEP 307; opcodes: `pickletools` of the Python standard library). Knows the opcodes of
 * plain data and refuses every other one. Dictionaries become Maps, tuples and lists become arrays.
 * @param start offset of the pickle's first byte
 * @throws LintelError MODEL_INVALID (truncated, unknown opcode, or a name that is not allowed)
 */
export function readPickle(bytes: Uint8Array, start: number, options: PickleOptions): ReadPickle {
  return new PickleMachine(bytes, start, options).run();
}

class PickleMachine {
  private readonly view: DataView;
  private readonly stack: PickleValue[] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
    private readonly options: PickleOptions,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): ReadPickle {
    for (;;) {
      const offset = this.at;
      const opcode = this.unsigned(1);
      if (opcode === 0x2e) return { value: this.pop(), end: this.at }; // STOP
      const step = STEPS[opcode];
      if (!step) throw invalid(`the opcode 0x${opcode.toString(16).padStart(2, '0')} at byte ${offset}`);
      step(this);
    }
  }

  push(value: PickleValue): void {
    this.stack.push(value);
  }

  pop(): PickleValue {
    if (this.stack.length === 0) throw invalid('an empty stack');
    return this.stack.pop();
  }

  popMap(): Map<PickleValue, PickleValue> {
    const value = this.pop();
    if (!(value instanceof Map)) throw invalid('an item for something that is not a dictionary');
    return value;
  }

  popList(): PickleValue[] {
    const value = this.pop();
    if (!Array.isArray(value)) throw invalid('an arguments list that is not a list');
    return value as PickleValue[];
  }

  /** Everything above the last mark. */
  popMarked(): PickleValue[] {
    const mark = this.stack.lastIndexOf(MARK);
    if (mark < 0) throw invalid('no mark');
    const values = this.stack.splice(mark);
    return values.slice(1);
  }

  remember(key: number): void {
    if (this.stack.length === 0) throw invalid('an empty stack');
    this.memo.set(key, this.stack.at(-1));
  }

  recall(key: number): void {
    if (!this.memo.has(key)) throw invalid(`the unknown memo ${key}`);
    this.push(this.memo.get(key));
  }

  setItems(values: readonly PickleValue[]): void {
    const target = this.popMap();
    if (values.length % 2 !== 0) throw invalid('a key without a value');
    for (let at = 0; at < values.length; at += 2) target.set(values[at], values[at + 1]);
    this.push(target);
  }

  append(values: readonly PickleValue[]): void {
    const target = this.popList();
    for (const value of values) target.push(value);
    this.push(target);
  }

  global(): void {
    const name = `${this.line()} ${this.line()}`;
    if (!Object.hasOwn(this.options.globals, name)) throw invalid(`the name "${name}"`);
    this.push(new Global(name));
  }

  reduce(): void {
    const args = this.popList();
    const callee = this.pop();
    const call = callee instanceof Global ? this.options.globals[callee.name] : undefined;
    if (!call) throw invalid(`a call of ${callee instanceof Global ? `"${callee.name}"` : 'a value'}`);
    this.push(call(args));
  }

  /** The state of an object is of no use to plain data, so it is dropped. */
  build(): void {
    this.pop();
    this.push(this.popMap());
  }

  persistentId(): void {
    const id = this.pop();
    if (!this.options.persistent) throw invalid('a persistent id');
    this.push(this.options.persistent(id));
  }

  unsigned(size: 1 | 2 | 4): number {
    const at = this.advance(size);
    if (size === 1) return this.view.getUint8(at);
    return size === 2 ? this.view.getUint16(at, true) : this.view.getUint32(at, true);
  }

  signed(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  /** A little-endian two's complement number of up to 255 bytes, as bigint. */
  long(): bigint {
    const size = this.unsigned(1);
    const at = this.advance(size);
    let value = 0n;
    for (let index = size - 1; index >= 0; index--) value = (value << 8n) | BigInt(this.bytes[at + index]!);
    return BigInt.asIntN(8 * size, value);
  }

  string(): string {
    const size = this.unsigned(4);
    const at = this.advance(size);
    try {
      return text.decode(this.bytes.subarray(at, at + size));
    } catch (error) {
      throw invalid('a text that is not UTF-8', error);
    }
  }

  private line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0 || end - this.at > LONGEST_LINE) throw invalid('a name without an end');
    const line = Buffer.from(this.bytes.subarray(this.at, end)).toString('latin1');
    this.at = end + 1;
    return line;
  }

  private advance(size: number): number {
    const at = this.at;
    if (at + size > this.bytes.length) throw invalid('the end of the file');
    this.at += size;
    return at;
  }
}

const STEPS: Readonly<Record<number, (machine: PickleMachine) => void>> = {
  0x80: (machine) => {
    const protocol = machine.unsigned(1);
    if (protocol !== 2) throw invalid(`protocol ${protocol}`);
  },
  0x28: (machine) => machine.push(MARK),
  0x4e: (machine) => machine.push(null),
  0x88: (machine) => machine.push(true),
  0x89: (machine) => machine.push(false),
  0x4a: (machine) => machine.push(machine.signed()),
  0x4b: (machine) => machine.push(machine.unsigned(1)),
  0x4d: (machine) => machine.push(machine.unsigned(2)),
  0x8a: (machine) => machine.push(machine.long()),
  0x58: (machine) => machine.push(machine.string()),
  0x7d: (machine) => machine.push(new Map()),
  0x5d: (machine) => machine.push([]),
  0x29: (machine) => machine.push([]),
  0x74: (machine) => machine.push(machine.popMarked()),
  0x85: (machine) => machine.push([machine.pop()]),
  0x86: (machine) => machine.push([machine.pop(), machine.pop()].reverse()),
  0x87: (machine) => machine.push([machine.pop(), machine.pop(), machine.pop()].reverse()),
  0x73: (machine) => machine.setItems([machine.pop(), machine.pop()].reverse()),
  0x75: (machine) => machine.setItems(machine.popMarked()),
  0x61: (machine) => machine.append([machine.pop()]),
  0x65: (machine) => machine.append(machine.popMarked()),
  0x71: (machine) => machine.remember(machine.unsigned(1)),
  0x72: (machine) => machine.remember(machine.unsigned(4)),
  0x68: (machine) => machine.recall(machine.unsigned(1)),
  0x6a: (machine) => machine.recall(machine.unsigned(4)),
  0x63: (machine) => machine.global(),
  0x52: (machine) => machine.reduce(),
  0x62: (machine) => machine.build(),
  0x51: (machine) => machine.persistentId(),
};

function invalid(received: string, cause?: unknown): LintelError {
  return new LintelError('MODEL_INVALID', {
    problem: 'The file of weights is damaged or of another kind.',
    expected: 'a pickle of protocol 2 that holds only numbers, texts, lists, dictionaries and tensors',
    received,
    cure: 'Get the file again from its publisher. Files that would execute code are never read.',
    cause,
  });
}
