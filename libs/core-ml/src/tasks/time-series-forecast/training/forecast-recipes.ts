import { type ForecastRecipe, type ManifestOf, type ModelManifest, type WindowPreprocessing } from '@lintel/contracts';
import { engineDescription } from '../../../engine/tensorflow';
import { type FeatureMatrix } from '../../../tables/feature-matrix';
import { encodeTreeModel } from '../../../trees/tree-model-file';
import { REASONS } from '../forecast-output';
import {
  fitForecaster,
  type FitForecasterRequest,
  FORECAST_TREES,
  forecasterOnnx,
  predictForecaster,
} from './fit-forecaster';
import { fitNetwork, NETWORK_TRAINING, predictNetwork } from './networks/fit-network';
import { explainedSignals, networkOnnx, networkParameters } from './networks/network-onnx';

/** What a recipe has fitted: its answers, its graph and what the manifest says of it. */
export interface FittedForecast {
  /** @returns float64 [rows, 3] as the graph's output `forecast` */
  predict(features: FeatureMatrix): Float64Array;
  toOnnx(metadata: Readonly<Record<string, string>>): Uint8Array;
  readonly engine: string;
  readonly parameters: number;
  readonly config: Readonly<Record<string, unknown>>;
  /** Outputs of the graph beside `forecast`. */
  readonly furtherOutputs: ModelManifest['onnx']['outputs'];
  readonly explainer: ManifestOf<'time-series-forecast'>['reading']['explainer'];
  readonly sideFiles: readonly { readonly file: string; readonly bytes: Uint8Array }[];
  /** Frees what the engine holds. */
  dispose(): void;
}

const TREES_FILE = 'trees.bin';

/**
 * Fits a recipe to examples.
 * @throws LintelError as `trainTrees` and `fitNetwork`
 */
export function fitForecastRecipe(
  recipe: ForecastRecipe,
  about: WindowPreprocessing,
  request: FitForecasterRequest,
): Promise<FittedForecast> {
  return recipe === 'window-trees' ? fitTrees(request) : fitSequences(recipe, about, request);
}

async function fitTrees(request: FitForecasterRequest): Promise<FittedForecast> {
  const fitted = await fitForecaster(request);
  const { value, low, high } = fitted;
  return {
    predict: (features) => predictForecaster(fitted, features),
    toOnnx: (metadata) => forecasterOnnx(fitted, metadata),
    engine: 'lintel window-trees',
    parameters: [value, low, high].reduce((sum, { feature }) => sum + feature.length, 0),
    config: FORECAST_TREES,
    furtherOutputs: [],
    explainer: { kind: 'trees', file: TREES_FILE },
    sideFiles: [{ file: TREES_FILE, bytes: encodeTreeModel(value) }],
    dispose: () => undefined,
  };
}

async function fitSequences(
  recipe: Exclude<ForecastRecipe, 'window-trees'>,
  about: WindowPreprocessing,
  request: FitForecasterRequest,
): Promise<FittedForecast> {
  const fitted = await fitNetwork(recipe, about, request);
  const { layout, scale, target, epochs, network } = fitted;
  const signals = explainedSignals(layout, about);
  const { optimizer, schedule, weightDecay, gradientClipNorm } = NETWORK_TRAINING;
  return {
    predict: (features) => predictNetwork(fitted, features),
    toOnnx: (metadata) => networkOnnx(fitted, about, metadata),
    engine: engineDescription(),
    parameters: networkParameters(fitted),
    config: { ...{ layout, scale, target, epochs }, ...{ optimizer, schedule, weightDecay, gradientClipNorm } },
    furtherOutputs: [{ name: REASONS, dtype: 'float32', shape: [1 + signals.length], meaning: REASONS }],
    explainer: { kind: 'graph', signals },
    sideFiles: [],
    dispose: () => network.dispose(),
  };
}
