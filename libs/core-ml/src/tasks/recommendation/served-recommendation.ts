import { LintelError, type ManifestOf, type RecommendationAnswer } from '@lintel/contracts';
import { type TensorBatch } from '../../inference/tensor-batch';
import { indexOfLargest } from '../../numbers/index-of-largest';
import { decodeItemWeights } from '../../recommenders/item-weights-file';
import { HISTORY_ITEMS, HISTORY_WEIGHTS, SCORES } from '../../recommenders/recommender-onnx';
import { inconsistentManifest } from '../inconsistent-manifest';
import { type AnswerSummary, type ServedTask } from '../served-task';
import { decodeContent } from './content-vectors';
import { decodeCatalogue, rarityOf } from './item-catalogue';
import { readRequest } from './read-request';
import { recommend } from './recommend';
import { requestFeatures } from './request-features';
import { writeHistory } from './write-history';

type Manifest = ManifestOf<'recommendation'>;

/** From a history to recommended items. */
export const servedRecommendation: ServedTask<'recommendation'> = {
  id: 'recommendation',
  open({ manifest, sideFiles }) {
    check(manifest);
    const { preprocessing, reading } = manifest;
    const { items, itemsFile, weightsFile, content } = reading;
    const catalogue = decodeCatalogue(sideFiles.get(itemsFile), itemsFile, items);
    const { ids } = catalogue;
    const numbers = new Map(ids.map((id, number) => [id, number]));
    const weights = decodeItemWeights(sideFiles.get(weightsFile), weightsFile);
    if (weights.items !== items) throw inconsistentManifest('items', `${items} items`, `weights of ${weights.items}`);
    const vectors = content && decodeContent(sideFiles.get(content.file), content, items);
    const vocabulary = manifest.sideFiles.find(({ file }) => file === itemsFile)!.sha256;
    const rarity = rarityOf(catalogue);
    return {
      tensorKey: `${vocabulary} ${JSON.stringify(preprocessing)}`,
      outputKey: vocabulary,
      // eslint-disable-next-line @typescript-eslint/require-await -- an error of the request must reject, as for other tasks
      async prepare(input) {
        const read = readRequest(input, preprocessing, numbers);
        return {
          write: (batch, row) => writeHistory(batch, row * preprocessing.length, read.history),
          read(outputs) {
            const scores = outputs[SCORES] as Float32Array;
            checkFinite(scores);
            return recommend({ ids, numbers, weights, content: vectors }, read, scores);
          },
        };
      },
      observe(input, answer) {
        const { history, unknown } = readRequest(input, preprocessing, numbers);
        const places = answer.items.flatMap(({ item }) => numbers.get(item) ?? []);
        const { features, outcome } = requestFeatures(history.items, unknown.length, places, rarity);
        return { features, outcome, confidence: null, unsure: answer.unsure };
      },
    };
  },
  bytesOf: ({ history, exclude = [], newItems = [] }) =>
    history.reduce((sum, { item }) => sum + 2 * item.length + 32, 0) +
    exclude.reduce((sum, item) => sum + 2 * item.length, 0) +
    newItems.reduce((sum, one) => sum + 2 * JSON.stringify(one).length, 0),
  summarise: ({ items, unsure }: RecommendationAnswer) => summaryOf(items[0]?.item ?? '', unsure),
  summariseOutputs: (outputs, size, { reading: { items } }) =>
    Array.from({ length: size }, (_, row) => {
      const scores = (outputs[SCORES] as Float32Array).subarray(row * items, (row + 1) * items);
      return scores.every(Number.isFinite) ? summaryOf(`item ${indexOfLargest(scores)}`, false) : null;
    }),
  agrees: (one, other) => one.outcome === other.outcome,
};

/** The first item stands for the answer. */
const summaryOf = (outcome: string, unsure: boolean): AnswerSummary => ({ outcome, confidence: null, unsure });

function check({ onnx, preprocessing: { length }, reading: { items } }: Manifest): void {
  const expected = `${HISTORY_ITEMS} int64 [${length}], ${HISTORY_WEIGHTS} float32 [${length}]`;
  const received = onnx.inputs.map(({ name, dtype, shape }) => `${name} ${dtype} [${shape.join(', ')}]`).join(', ');
  if (received !== expected) throw inconsistentManifest('inputs', expected, received);
  const scores = onnx.outputs.find(({ name, meaning }) => name === SCORES && meaning === SCORES);
  if (scores?.dtype === 'float32' && scores.shape.join() === String(items)) return;
  const outputs = onnx.outputs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ');
  throw inconsistentManifest('outputs', `${SCORES} [${items}]`, outputs);
}

function checkFinite(scores: TensorBatch[string]): void {
  const at = (scores as Float32Array).findIndex((score) => !Number.isFinite(score));
  if (at < 0) return;
  throw new LintelError('MODEL_INVALID', {
    problem: "The model's scores are not finite.",
    expected: 'finite numbers',
    received: `${String(scores[at])} at item ${at}`,
    cure: 'Train the model again; report the recipe if it happens again.',
  });
}
