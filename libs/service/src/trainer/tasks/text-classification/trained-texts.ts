import { TEXT_RECIPES } from '@lintel/contracts';
import { type TrainedTask } from '../trained-task';
import { openTextData } from './text-job-data';

/** Models of texts. */
export const trainedTexts: TrainedTask<'text-classification'> = {
  open: openTextData,
  defaults: ({ recipe = 'linear', seed }) => ({ architecture: recipe, architectures: [...TEXT_RECIPES], seed }),
};
