import {
  type ManifestOf,
  type TextPreprocessing,
  type TextRecipe,
  type TextTarget,
  type TextTokens,
} from '@lintel/contracts';
import { largestDifference } from '../../../export/largest-difference';
import { draftManifest, type JobProvenance } from '../../../export/draft-manifest';
import { ModelDirectory } from '../../../export/model-directory';
import { OPSET } from '../../../export/onnx/onnx-graph';
import { judgeParity, REPORT_RECIPE } from '../../../export/judge-parity';
import { PARITY_TOLERANCE } from '../../../export/parity-tolerance';
import { evenlySpaced } from '../../../numbers/evenly-spaced';
import { type Table } from '../../../tables/table';
import { probabilitiesOfScores } from '../../../texts/text-model';
import { answerTexts } from './evaluate-texts';
import { fitTextNetworks } from './fit-text-networks';
import { fitTexts, type FittedTexts } from './fit-texts';
import { DEFAULT_TOKENS, MOST_CHARACTERS } from './text-tokens';
import { inspectTexts, type TextFinding } from './inspect-texts';
import { textReference } from './text-reference';
import { type TextForm } from './text-form';
import { readTextData, type ReadTextDataOptions, type TextData } from './text-data';

export type TextManifest = ManifestOf<'text-classification'>;

export interface TrainTextsRequest extends Pick<ReadTextDataOptions, 'time' | 'classNames' | 'positive'> {
  readonly table: Table;
  /** The columns that make the text. */
  readonly text: readonly string[];
  readonly target: TextTarget;
  /** Default: `linear`. */
  readonly recipe?: TextRecipe | undefined;
  readonly tokens?: TextTokens | undefined;
  readonly name: string;
  /** Where the table came from, for the manifest. */
  readonly source: string;
  /** The model's folder; created completely or not at all. */
  readonly out: string;
  readonly overwrite?: boolean | undefined;
  readonly seed: number;
  readonly provenance?: JobProvenance | undefined;
  /** What makes the result doubtful, before the training. */
  readonly onFindings?: ((findings: readonly TextFinding[]) => void) | undefined;
  /** Writes further files into the new folder of the model. */
  readonly beside?: ((staged: string) => Promise<void>) | undefined;
  readonly onProgress?: ((what: string, done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TrainedTexts {
  readonly directory: string;
  readonly manifest: TextManifest;
  readonly leftOut: TextData['leftOut'];
  readonly findings: readonly TextFinding[];
}

/** Words in their order; scripts without spaces are read character by character. */
const SEQUENCE_TOKENS: TextTokens = {
  ...DEFAULT_TOKENS,
  words: { longest: 1 },
  characters: null,
  unspaced: { shortest: 1, longest: 1 },
};
const ONNX_FILE = 'model.onnx';
const VOCABULARY_FILE = 'vocabulary.json';
const UNSURE_BELOW = 0.6;
const PARITY_TEXTS = 500;

/**
 * Trains a model on the texts of a table: a linear model of weighted terms or a network over words, measured by
 * cross-validation and fitted to all texts, written as ONNX, and refused if the graph answers differently.
 * @throws LintelError DATASET_INVALID, DATASET_EMPTY, INVALID_ARGUMENT, OUTPUT_UNWRITABLE, PARITY_FAILED, CANCELLED,
 *   ENGINE_MISSING; the model's folder is left unchanged
 */
export async function trainTexts(request: TrainTextsRequest): Promise<TrainedTexts> {
  const { seed, signal, onProgress, recipe = 'linear' } = request;
  const tokens = request.tokens ?? (recipe === 'linear' ? DEFAULT_TOKENS : SEQUENCE_TOKENS);
  const options = { columns: [...request.text], mostCharacters: MOST_CHARACTERS, tokens };
  const data = readTextData(request.table, { ...request, ...options });
  const directory = new ModelDirectory(request.out);
  const release = await directory.lock();
  try {
    await directory.prepare(request.overwrite ?? false);
    const findings = inspectTexts(data);
    request.onFindings?.(findings);
    const started = performance.now();
    const fit = { data, ...options, seed, signal, onProgress };
    const fitted = recipe === 'linear' ? await fitTexts(fit) : await fitTextNetworks(recipe, fit);
    const seconds = (performance.now() - started) / 1000;
    const manifest = await writeModel(directory, fitted, data, options, request, seconds);
    return { directory: directory.path, manifest, leftOut: data.leftOut, findings };
  } finally {
    await directory.discardWork();
    await release();
  }
}

async function writeModel(
  directory: ModelDirectory,
  fitted: FittedTexts,
  data: TextData,
  options: Pick<TextPreprocessing, 'columns' | 'mostCharacters' | 'tokens'>,
  { name, source, seed, target, provenance, beside, recipe = 'linear' }: TrainTextsRequest,
  seconds: number,
): Promise<TextManifest> {
  const { form, mostTerms, settings, report } = fitted;
  const preprocessing: TextPreprocessing = {
    kind: 'text',
    ...options,
    weighting: form.weighting,
    vocabulary: { file: VOCABULARY_FILE, terms: form.terms },
    mostTerms,
  };
  const graph = form.graph(mostTerms, { name, recipe });
  const side = form.sideFile();
  const file = await directory.stageFile(ONNX_FILE, graph.bytes);
  const vocabulary = await directory.stageFile(VOCABULARY_FILE, side);
  const manifest: TextManifest = {
    task: 'text-classification',
    ...draftManifest({
      ...{ name, source, seed, engine: `lintel ${recipe}`, seconds, contentHash: data.contentHash, provenance },
      examples: { train: data.texts.length, test: report.examples },
    }),
    architecture: {
      name: recipe,
      parameters: form.parameters,
      config: { link: form.link, ...settings },
    },
    preprocessing,
    reading: {
      classNames: [...data.target.classNames],
      ...(settings.thresholds === undefined ? {} : { thresholds: [...settings.thresholds] }),
      // With many classes the highest probability is often below one half.
      unsureBelow: UNSURE_BELOW,
      target,
    },
    onnx: {
      ...file,
      opset: OPSET,
      inputs: graph.inputs,
      outputs: graph.outputs,
      parity: { examples: 0, maxAbsoluteDifference: 0, tolerance: PARITY_TOLERANCE },
    },
    sideFiles: [vocabulary],
    evaluation: report,
    driftReference: textReference(data, fitted, preprocessing),
  };
  const parity = await checkTextParity(manifest, graph.bytes, side, form, data);
  const checked = { ...manifest, onnx: { ...manifest.onnx, parity } };
  await directory.stageManifest(checked);
  await beside?.(directory.staged);
  await directory.publish();
  return checked;
}

/**
 * Compares the graph, as it serves, with the fitter's own answers.
 * @throws LintelError PARITY_FAILED
 */
async function checkTextParity(
  manifest: TextManifest,
  onnx: Uint8Array,
  side: Uint8Array,
  form: TextForm,
  { texts }: TextData,
): Promise<TextManifest['onnx']['parity']> {
  const some = Array.from(evenlySpaced(texts.length, PARITY_TEXTS), (row) => texts[row]!);
  const sideFiles = new Map([[VOCABULARY_FILE, side]]);
  const answers = await answerTexts({ manifest, onnx, sideFiles }, some);
  const scoresOf = form.scorer(manifest.preprocessing);
  const scores = some.map((text) => Array.from(scoresOf(text)));
  const expected = probabilitiesOfScores(scores.flat(), form.link, scores[0]!.length);
  const worst = largestDifference(expected, answers);
  return judgeParity(worst, some.length, {
    problem: 'The exported model gives different answers than the fitted one, so it was discarded.',
    examples: 'texts',
    cure: REPORT_RECIPE,
  });
}
