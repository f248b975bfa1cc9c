import { HEAT, LintelError } from '@lintel/contracts';
import { heatOverlay } from '@lintel/core-ml';
import { type HeatMap } from '@lintel/ecommerce-contract';
import { ServedModel } from '@lintel/service';
import { Injectable } from '@nestjs/common';
import { RecognitionHistory } from './recognition-history';

/** Draws where a model looked in a picture of the history. */
@Injectable()
export class RecognitionHeat {
  constructor(
    private readonly model: ServedModel<'image-classification'>,
    private readonly history: RecognitionHistory,
  ) {}

  /**
   * Asks the version that answered the recognition if it still serves, otherwise the one that serves now.
   * @throws LintelError NOT_FOUND if there is no such recognition, or the version has no heat maps; SUBJECT_ERASED;
   *   MODEL_NOT_READY, QUEUE_FULL, CANCELLED
   */
  async draw(id: string, signal: AbortSignal): Promise<HeatMap> {
    const { picture, modelVersionId } = await this.history.picture(id);
    this.model.current();
    const { champion, challenger } = this.model.server;
    const asked = [champion, challenger].find((version) => version?.id === modelVersionId) ?? champion!;
    const [prediction] = await asked.predictor.predict([picture], { also: [HEAT], signal });
    const { heat } = prediction!;
    const { preprocessing, architecture } = asked.predictor.manifest;
    if (heat === undefined) throw noHeat(architecture.name);
    const drawn = await heatOverlay(picture, preprocessing, heat);
    return {
      className: heat.className,
      sameVersion: asked.id === modelVersionId,
      heatMap: Buffer.from(drawn).toString('base64'),
    };
  }
}

const noHeat = (architecture: string): LintelError =>
  new LintelError('NOT_FOUND', {
    problem: 'The model has no heat maps.',
    expected: 'a classifier on a backbone',
    received: architecture,
    cure: 'Train a version on a backbone: lintel train --recipe transfer',
  });
