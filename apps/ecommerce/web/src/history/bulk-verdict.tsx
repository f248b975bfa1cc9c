'use client';

import { type GivenVerdicts, type Recognition } from '@lintel/ecommerce-contract';
import { CheckIcon, useAction, useLanguage, useUndo } from '@lintel/ui';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { giveVerdicts } from '../api/client';
import { useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import { useModel } from '../model/model-provider';
import { ClassSelect } from '../verdict/class-select';
import { tellVerdict } from '../verdict/verdict-news';
import { type Selection } from './use-selection';
import classes from './history.module.css';

export interface BulkVerdictProps {
  readonly selection: Selection;
  readonly items: readonly Recognition[];
  readonly onJudged: (recognition: Recognition) => void;
}

/** Sets one verdict on many pictures, which can be undone as one. */
export function BulkVerdict({ selection, items, onJudged }: BulkVerdictProps) {
  const text = useText().history.bulk;
  const { format } = useLanguage();
  const nameOf = useClassName();
  const { state } = useModel();
  const { run, pending } = useAction();
  const offerUndo = useUndo();
  const { ids, selecting, start, end, all } = selection;
  const chosen = items.filter(({ id }) => ids.has(id));

  const show = ({ outcomes }: GivenVerdicts): number => {
    for (const outcome of outcomes) if (outcome.status === 'kept') onJudged(outcome.recognition);
    tellVerdict();
    const refused = outcomes.filter(({ status }) => status === 'refused').length;
    if (refused > 0) notifications.show({ color: 'orange', message: text.refused(refused, format.integer(refused)) });
    return outcomes.length - refused;
  };
  const judge = (classOf: (recognition: Recognition) => string, words: (count: number, written: string) => string) => {
    const before = chosen.map(({ id, verdict }) => ({ id, className: verdict?.className ?? null }));
    const verdicts = chosen.map((recognition) => ({ id: recognition.id, className: classOf(recognition) }));
    if (verdicts.length === 0 || pending) return;
    void run(() => giveVerdicts(verdicts), {
      onDone: (given) => {
        const kept = show(given);
        end();
        offerUndo({
          id: 'verdicts',
          message: words(kept, format.integer(kept)),
          undo: () => void run(() => giveVerdicts(before), { onDone: show }),
        });
      },
    });
  };

  if (!selecting) {
    return (
      <div className={classes['bulk']}>
        <Button size="xs" variant="default" leftSection={<CheckIcon size={16} />} onClick={start}>
          {text.select}
        </Button>
      </div>
    );
  }
  return (
    <div className={classes['bulk']} data-selecting role="toolbar" aria-label={text.select}>
      <p role="status">{text.selected(ids.size, format.integer(ids.size))}</p>
      <Button size="xs" variant="default" onClick={all}>
        {text.all}
      </Button>
      <Button
        size="xs"
        variant="light"
        leftSection={<CheckIcon size={16} />}
        disabled={ids.size === 0}
        onClick={() => judge(({ prediction }) => prediction.className, text.right)}
      >
        {text.allRight}
      </Button>
      <ClassSelect
        key={String(selecting)}
        classNames={state.kind === 'ready' ? state.manifest.reading.classNames : []}
        value={null}
        placeholder={text.allAre}
        onChoose={(className) =>
          judge(
            () => className,
            (count, written) => text.given(count, written, nameOf(className)),
          )
        }
      />
      <Button size="xs" variant="subtle" onClick={end}>
        {text.end}
      </Button>
    </div>
  );
}
