import { createRandom, sizeOfShape } from '@lintel/contracts';
import { type Predictor } from '@lintel/core-ml';

type Onnx = Predictor['manifest']['onnx'];

/** @returns float32 [...example shape] for each of `count`, in [0, 1], with four digits as a client would send them */
export function randomExamples(count: number, { inputs }: Onnx): Float32Array[] {
  const random = createRandom(1, 'serving-bench');
  const length = sizeOfShape(inputs[0]!.shape);
  return Array.from({ length: count }, () =>
    Float32Array.from({ length }, () => Math.round(random.next() * 10_000) / 10_000),
  );
}

/** An Open Inference Protocol request for one example that asks for the probabilities. */
export function inferenceJson(example: Float32Array, { inputs, outputs }: Onnx): string {
  const { name, shape } = inputs[0]!;
  const data = Array.from(example, (value) => Number(value.toFixed(4)));
  return JSON.stringify({
    inputs: [{ name, shape: [1, ...shape], datatype: 'FP32', data }],
    outputs: [{ name: outputs.find(({ meaning }) => meaning === 'probabilities')!.name }],
  });
}

/** float32 [classes] from the answer to such a request. */
export function probabilitiesOf(body: Buffer): Float32Array {
  const { outputs } = JSON.parse(body.toString()) as { outputs: { name: string; data: number[] }[] };
  return Float32Array.from(outputs[0]!.data);
}
