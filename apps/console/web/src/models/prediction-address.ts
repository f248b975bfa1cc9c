import { type ModelDescription } from '@lintel/contracts';

/** Where the app of a model shows a prediction. */
export type PredictionPaths = NonNullable<ModelDescription['predictions']>;

/**
 * @param appUrl of the app of the model
 * @param path with `{id}`
 */
export function predictionAddress(appUrl: string, path: string, id: string): string {
  return appUrl.replace(/\/+$/, '') + path.replace('{id}', encodeURIComponent(id));
}
