import { assembleDataset } from './assemble-dataset';
import { type JobContext } from '../../job-context';
import { type JobData, type JobDataOptions } from '../../job-data';
import { judgeVersion } from '../../judge-version';
import { textsOf } from './pretrained-base';
import { trainNetwork } from './train-network';
import { trainPretrained } from './train-pretrained';
import { type TrainablePictures } from './trainable-pictures';

/** Opens the pictures of a model for a job. */
export async function openPictureData(
  model: TrainablePictures,
  { versionId, likeModelVersion }: JobDataOptions,
  context: JobContext,
): Promise<JobData> {
  const { job, platform, subjects, cacheDir, backboneDir, signal, log } = context;
  const dataset = await assembleDataset(model, platform, {
    versionId,
    likeModelVersion,
    pictures: subjects.pictures,
    cacheDir,
    backboneDir,
    createdBy: job.requestedBy,
    signal,
    log,
  });
  const { recipe } = dataset;
  return {
    version: dataset.version,
    async train(parameters, out) {
      if (recipe.kind === 'network') {
        await trainNetwork(recipe, parameters, dataset, out, context);
        return model;
      }
      await trainPretrained(model, recipe, dataset, out, context);
      return model.pretrained === undefined ? model : textsOf(model.pretrained);
    },
    // A version that starts from a backbone has no pictures to be compared on.
    canMeasure: ({ manifest }) => recipe.kind === 'network' || manifest.evaluation !== null,
    judge: (version) =>
      judgeVersion(
        'image-classification',
        version,
        () => Promise.resolve((preprocessors) => dataset.tests(preprocessors)),
        context,
      ),
    close: () => dataset.close(),
  };
}
