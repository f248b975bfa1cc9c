import { type JobLogLine } from '@lintel/contracts';
import { troubleOfError, type Trouble } from '@lintel/ui';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLiveChanges } from '../live/live-provider';
import { GATHER_MS } from '../live/use-data';
import { concerns } from '../live/watch';
import { addLines, lastSequence } from './log-lines';
import { fetchJobLog } from './jobs-api';

export interface JobLog {
  /** Null until the first answer. */
  readonly lines: readonly JobLogLine[] | null;
  readonly trouble: Trouble | null;
}

/** The log of a job: loaded completely once, then only new lines. */
export function useJobLog(id: string): JobLog {
  const [log, setLog] = useState<JobLog>({ lines: null, trouble: null });
  const { subscribe } = useLiveChanges();
  const gathering = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const known = useRef<readonly JobLogLine[]>([]);

  const ask = useEffectEvent(async (signal: AbortSignal) => {
    try {
      for (;;) {
        const before = known.current;
        const added = await fetchJobLog(id, lastSequence(before), signal);
        if (signal.aborted) return;
        known.current = addLines(before, added);
        setLog({ lines: known.current, trouble: null });
        if (known.current === before) return;
      }
    } catch (error) {
      if (!signal.aborted) setLog(({ lines }) => ({ lines, trouble: troubleOfError(error) }));
    }
  });

  useEffect(() => {
    const cancellation = new AbortController();
    known.current = [];
    let asking = ask(cancellation.signal);
    const askLater = (): void => {
      gathering.current ??= setTimeout(() => {
        gathering.current = undefined;
        asking = asking.then(() => ask(cancellation.signal));
      }, GATHER_MS);
    };
    const end = subscribe((change) => {
      if (concerns(change, { tables: ['job_log', 'job'], id })) askLater();
    });
    return () => {
      end();
      cancellation.abort();
      clearTimeout(gathering.current);
      gathering.current = undefined;
    };
  }, [id, subscribe]);

  return log;
}
