import { verdictGiven } from '@lintel/contracts';
import { type TrainableModel } from './trainable-model';
import { type DataSource, type Labels } from '@lintel/data';
import { EventConsumer, eventIdentity, onEvent, type EventStream } from '@lintel/streams';

export interface VerdictLabelsOptions {
  readonly vertical: string;
  readonly stream: EventStream;
  readonly database: DataSource;
  readonly labels: Labels;
  /** The models of the vertical. */
  readonly models: readonly Pick<TrainableModel, 'name' | 'task'>[];
  readonly onError: (error: unknown) => void;
}

/** Creates one label per verdict on a model of the vertical, no matter how often its event is delivered. */
export function verdictLabels({
  vertical,
  stream,
  database,
  labels,
  models,
  onError,
}: VerdictLabelsOptions): EventConsumer {
  return new EventConsumer({
    stream,
    group: `${vertical}-trainer.labels`,
    transact: (work) => database.transaction(work),
    handlers: [
      onEvent(verdictGiven, async (event, { transaction }) => {
        const { data } = event;
        if (!data.modelName.startsWith(`${vertical}.`)) return;
        const { pictureSha256, predictedClass, className, ...verdict } = data;
        await labels.add(
          {
            ...verdict,
            task: models.find(({ name }) => name === data.modelName)?.task ?? 'image-classification',
            inputSha256: pictureSha256,
            predicted: { className: predictedClass },
            target: className === null ? null : { className },
            eventId: eventIdentity(event),
          },
          transaction,
        );
      }),
    ],
    onError,
  });
}
