import { basename } from 'node:path';
import { bringPictures, locateForStore } from './bring-pictures';
import { judgeRegistered } from './judge-registered';
import { type TrainingData } from '../../models/training-data';
import { readTrainingPictures } from './training-pictures';

/** The pictures of a model folder; null if it does not record them. */
export async function findPictureData(model: string, data: string | undefined): Promise<TrainingData | null> {
  const list = await readTrainingPictures(model);
  if (list === null) return null;
  const pictures = await locateForStore(list, data);
  return {
    hasTestPart: true,
    bring: (options, open, context) =>
      bringPictures(pictures, { ...options, name: basename(list.folder) }, open, context),
    judge: (version, { registry }, context) => judgeRegistered(version, pictures, registry, context),
  };
}
