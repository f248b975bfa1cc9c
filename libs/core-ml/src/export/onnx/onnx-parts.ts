import { LintelError } from '@lintel/contracts';
import { protobufFields } from '../../engine/protobuf-reader';
import { ProtobufWriter } from '../../engine/protobuf-writer';

/** One entry of a graph that other entries refer to by name, kept as it stands in the file. */
interface Named {
  readonly name: string;
  readonly raw: Uint8Array;
}

interface Node {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly raw: Uint8Array;
}

/** The parts of an ONNX file that are needed to join graphs (field numbers: onnx.proto). */
export interface OnnxParts {
  readonly irVersion: number;
  /** Version of the default operator set. */
  readonly opset: number;
  /** All operator sets and local functions, as they stand in the file. */
  readonly declarations: readonly Uint8Array[];
  readonly nodes: readonly Node[];
  readonly initializers: readonly Named[];
  readonly inputs: readonly Named[];
  readonly outputs: readonly Named[];
  /** True if a node has a graph of its own, whose references to outer values are not known here. */
  readonly nested: boolean;
}

/** @throws LintelError MODEL_INVALID (no ONNX file, or one whose weights lie in other files) */
export function readOnnxParts(bytes: Uint8Array): OnnxParts {
  try {
    return readModel(bytes);
  } catch (error) {
    if (error instanceof LintelError) throw error;
    throw invalid('The file is not an ONNX model.', 'an ONNX file', (error as Error).message, error);
  }
}

export interface JoinedOnnx {
  readonly name: string;
  /** In the order in which their nodes run; a later part may use values of an earlier one. */
  readonly parts: readonly OnnxParts[];
  /** Names of the inputs and outputs of the whole, each declared by one of the parts. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Joins graphs into one file. What none of the outputs needs is left out.
 * @throws LintelError MODEL_INVALID (a name is declared by none, or by two parts)
 */
export function joinOnnx({ name, parts, inputs, outputs, metadata = {} }: JoinedOnnx): Uint8Array {
  const all = {
    nodes: parts.flatMap((part) => part.nodes),
    initializers: parts.flatMap((part) => part.initializers),
  };
  requireDistinct([
    ...all.nodes.flatMap((node) => node.outputs).filter(Boolean),
    ...all.initializers.map((each) => each.name),
  ]);
  const { nodes, initializers } = parts.some(({ nested }) => nested) ? all : prune(all, outputs);
  const declared = (kind: 'inputs' | 'outputs', wanted: string): Uint8Array => {
    const found = parts.flatMap((part) => part[kind]).find((each) => each.name === wanted);
    if (!found) throw invalid(`The graph has no ${kind.slice(0, -1)} "${wanted}".`, 'a declared name', wanted);
    return found.raw;
  };
  const writer = new ProtobufWriter();
  writer.varint(1, Math.max(...parts.map(({ irVersion }) => irVersion))).string(2, 'lintel');
  writer.message(7, (graph) => {
    for (const { raw } of nodes) graph.bytes(1, raw);
    graph.string(2, name);
    for (const { raw } of initializers) graph.bytes(5, raw);
    for (const each of inputs) graph.bytes(11, declared('inputs', each));
    for (const each of outputs) graph.bytes(12, declared('outputs', each));
  });
  for (const declaration of largest(parts).declarations) writer.append(declaration);
  for (const [key, value] of Object.entries(metadata)) {
    writer.message(14, (entry) => entry.string(1, key).string(2, value));
  }
  return writer.finish();
}

/** Its operator sets hold for the whole: what is joined to it must mean the same in all of them. */
const largest = (parts: readonly OnnxParts[]): OnnxParts =>
  parts.reduce((most, part) => (part.nodes.length > most.nodes.length ? part : most));

function prune(
  { nodes, initializers }: { readonly nodes: readonly Node[]; readonly initializers: readonly Named[] },
  outputs: readonly string[],
): { readonly nodes: readonly Node[]; readonly initializers: readonly Named[] } {
  const needed = new Set(outputs);
  const kept: Node[] = [];
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    for (const input of node.inputs) needed.add(input);
    kept.push(node);
  }
  return { nodes: kept.reverse(), initializers: initializers.filter(({ name }) => needed.has(name)) };
}

function requireDistinct(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw invalid('Two values of the joined graph have one name.', 'distinct names', name);
    seen.add(name);
  }
}

const text = new TextDecoder();

function readModel(bytes: Uint8Array): OnnxParts {
  let irVersion = 0;
  let opset = 0;
  let graph: Uint8Array | undefined;
  const declarations: Uint8Array[] = [];
  for (const { field, value, raw } of protobufFields(bytes)) {
    if (field === 1 && typeof value === 'number') irVersion = value;
    if (field === 7 && value instanceof Uint8Array) graph = value;
    if (field === 8 && value instanceof Uint8Array) opset = Math.max(opset, defaultOpset(value));
    if (field === 8 || field === 25) declarations.push(raw);
  }
  if (!graph || opset === 0) throw new RangeError('It has no graph or no operator set.');
  return { irVersion, opset, declarations, ...readGraph(graph) };
}

/** 0 if the entry is about another domain. */
function defaultOpset(bytes: Uint8Array): number {
  let domain = '';
  let version = 0;
  for (const { field, value } of protobufFields(bytes)) {
    if (field === 1 && value instanceof Uint8Array) domain = text.decode(value);
    if (field === 2 && typeof value === 'number') version = value;
  }
  return domain === '' || domain === 'ai.onnx' ? version : 0;
}

function readGraph(bytes: Uint8Array): Pick<OnnxParts, 'nodes' | 'initializers' | 'inputs' | 'outputs' | 'nested'> {
  const nodes: Node[] = [];
  const initializers: Named[] = [];
  const inputs: Named[] = [];
  const outputs: Named[] = [];
  let nested = false;
  for (const { field, value } of protobufFields(bytes)) {
    if (!(value instanceof Uint8Array)) continue;
    if (field === 1) {
      const node = readNode(value);
      nodes.push(node);
      nested ||= node.nested;
    } else if (field === 5) initializers.push(readInitializer(value));
    else if (field === 11) inputs.push({ name: nameOf(value, 1), raw: value });
    else if (field === 12) outputs.push({ name: nameOf(value, 1), raw: value });
    else if (field === 15) throw invalid('The ONNX file has sparse weights.', 'dense weights', 'sparse ones');
  }
  // Old exporters declare every weight as an input as well.
  const weights = new Set(initializers.map(({ name }) => name));
  return { nodes, initializers, inputs: inputs.filter(({ name }) => !weights.has(name)), outputs, nested };
}

function readNode(bytes: Uint8Array): Node & { readonly nested: boolean } {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let nested = false;
  for (const { field, value } of protobufFields(bytes)) {
    if (!(value instanceof Uint8Array)) continue;
    if (field === 1) inputs.push(text.decode(value));
    if (field === 2) outputs.push(text.decode(value));
    if (field === 5) for (const attribute of protobufFields(value)) nested ||= [6, 11].includes(attribute.field);
  }
  return { inputs, outputs, raw: bytes, nested };
}

function readInitializer(bytes: Uint8Array): Named {
  for (const { field, value } of protobufFields(bytes)) {
    if (field === 14 && value === 1) {
      throw invalid(
        'The weights of the ONNX file lie in other files.',
        'one file that holds everything',
        nameOf(bytes, 8),
      );
    }
  }
  return { name: nameOf(bytes, 8), raw: bytes };
}

function nameOf(bytes: Uint8Array, wanted: number): string {
  for (const { field, value } of protobufFields(bytes)) {
    if (field === wanted && value instanceof Uint8Array) return text.decode(value);
  }
  return '';
}

function invalid(problem: string, expected: string, received: string, cause?: unknown): LintelError {
  const cure = 'Export the model again as a single ONNX file with named inputs and outputs.';
  return new LintelError('MODEL_INVALID', { problem, expected, received, cure, cause });
}
