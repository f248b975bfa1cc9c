import { type Tried } from '@lintel/console-contract';
import { HEAT, LintelError, type ManifestOf, taskContract } from '@lintel/contracts';
import { type ClassHeat, heatOverlay, type Predictor, readTrial, type TrialContent } from '@lintel/core-ml';
import { correlationId, problemOf } from '@lintel/service';

/**
 * Answers what a person gave to a model. Nothing of it is kept.
 * @param heat whether to draw where the model looked
 * @throws LintelError INVALID_ARGUMENT if the content cannot be read
 */
export async function answerTrial(predictor: Predictor, content: TrialContent, heat: boolean): Promise<Tried> {
  const { manifest } = predictor;
  const { inputs, leftOut } = readable(() => readTrial(content, manifest));
  const outcomes = await predictor.predictSettled(
    inputs.map(({ input }) => input),
    { also: heat ? [HEAT] : [] },
  );
  const { answer: schema } = taskContract(manifest.task);
  const items = outcomes.map((outcome, at) => ({
    name: inputs[at]!.name,
    answer: outcome.ok ? (schema.parse(plain(outcome.prediction)) as Record<string, unknown>) : null,
    problem: outcome.ok ? null : problemOf(ofRequest(outcome.error), correlationId()),
  }));
  const [first] = outcomes;
  const spoken = first?.ok ? (first.prediction as { readonly heat?: ClassHeat }).heat : undefined;
  const drawn =
    spoken !== undefined && content.kind === 'file'
      ? await heatOverlay(content.bytes, (manifest as ManifestOf<'image-classification'>).preprocessing, spoken)
      : null;
  return { task: manifest.task, items, leftOut, heatMap: drawn && Buffer.from(drawn).toString('base64') };
}

/** Vectors become lists, as JSON has them. */
const plain = (prediction: object): object =>
  Object.fromEntries(
    Object.entries(prediction).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Float32Array ? Array.from(value) : value,
    ]),
  );

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof LintelError ? ofRequest(error) : error;
  }
}

/** Rows that a person sends are an argument, not a dataset of the platform. */
function ofRequest(error: LintelError): LintelError {
  if (error.code !== 'DATASET_INVALID' && error.code !== 'DATASET_EMPTY') return error;
  const { problem, expected, received, cure } = error;
  return new LintelError('INVALID_ARGUMENT', {
    ...{ problem, cure: cure ?? 'Correct the input.', cause: error },
    ...(expected === undefined ? {} : { expected }),
    ...(received === undefined ? {} : { received }),
  });
}
