import { verdictGiven } from '@lintel/contracts';
import { type DataSource, type Labels } from '@lintel/data';
import { EventConsumer, eventIdentity, onEvent, type EventStream } from '@lintel/streams';

export interface VerdictLabelsOptions {
  readonly vertical: string;
  readonly stream: EventStream;
  readonly database: DataSource;
  readonly labels: Labels;
  readonly onError: (error: unknown) => void;
}

/** Creates one label per verdict on a model of the vertical, no matter how often its event is delivered. */
export function verdictLabels({ vertical, stream, database, labels, onError }: VerdictLabelsOptions): EventConsumer {
  return new EventConsumer({
    stream,
    group: `${vertical}-trainer.labels`,
    transact: (work) => database.transaction(work),
    handlers: [
      onEvent(verdictGiven, async (event, { transaction }) => {
        const { data } = event;
        if (!data.modelName.startsWith(`${vertical}.`)) return;
        await labels.add({ ...data, eventId: eventIdentity(event) }, transaction);
      }),
    ],
    onError,
  });
}
