import { type AnomalyRecipe } from '@lintel/contracts';
import { type FitDetectorRequest, type FittedDetector } from './fitted-detector';
import { fitNovelty } from './recipes/novelty';
import { fitResidual } from './recipes/residual';
import { fitRobustLimits } from './recipes/robust-limits';
import { fitWindowDistance } from './recipes/window-distance';

type Fit = (request: FitDetectorRequest) => FittedDetector | Promise<FittedDetector>;

const RECIPES: Readonly<Record<AnomalyRecipe, Fit>> = {
  novelty: fitNovelty,
  'robust-limits': fitRobustLimits,
  'window-distance': fitWindowDistance,
  residual: fitResidual,
};

/**
 * Fits a recipe to usual rows, with the features that `describeAnomalies` gives for it.
 * @throws LintelError as `trainTrees`
 */
export const fitDetector = async (recipe: AnomalyRecipe, request: FitDetectorRequest): Promise<FittedDetector> =>
  RECIPES[recipe](request);
