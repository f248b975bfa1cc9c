'use client';

import { verticalOfGroup, type DeadLetterSummary } from '@lintel/contracts';
import {
  DangerButton,
  Moment,
  PageHead,
  StateMessage,
  StatusBadge,
  useAction,
  useConfirm,
  useLanguage,
} from '@lintel/ui';
import { Button, Switch, UnstyledButton } from '@mantine/core';
import { Permitted } from '../access/permitted';
import { useAddressParameter } from '../address/use-address-parameter';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { BackLink } from '../shell/back-link';
import { LetterDrawer } from './letter-drawer';
import { discardAll, fetchDeadLetters, replayAll } from './streams-api';
import classes from './streams.module.css';

const LOOK_EVERY_MS = 5_000;

/** The events that a group could not handle, oldest first. */
export function DeadLetters({ group }: { readonly group: string }) {
  const text = useText().streams;
  const [shownAll, setShownAll] = useAddressParameter('show');
  const all = shownAll === 'all';
  const [asked, setAsked] = useAddressParameter('letter', { as: 'push' });
  const open = asked !== null && /^\d+$/.test(asked) ? Number(asked) : null;
  const data = useData({
    key: group,
    part: String(all),
    load: (signal) => fetchDeadLetters(group, all, signal),
    watch: { tables: ['alert'] },
    everyMs: LOOK_EVERY_MS,
  });
  return (
    <>
      <PageHead
        title={text.lettersTitle}
        intro={group}
        above={<BackLink href={addressOf.streams()}>{text.title}</BackLink>}
        aside={
          <Switch
            label={text.showAll}
            checked={all}
            onChange={({ currentTarget: { checked } }) => setShownAll(checked ? 'all' : null)}
          />
        }
      />
      <DataView data={data}>
        {(letters) =>
          letters.length === 0 ? (
            <StateMessage kind="empty" title={all ? text.noLetters : text.noneWaiting}>
              <p>{text.noneWaitingBody}</p>
            </StateMessage>
          ) : (
            <>
              <AllTogether group={group} letters={letters} onChanged={data.refresh} />
              <ul className={classes['list']}>
                {letters.map((letter) => (
                  <LetterRow key={letter.offset} letter={letter} onOpen={() => setAsked(String(letter.offset))} />
                ))}
              </ul>
            </>
          )
        }
      </DataView>
      <LetterDrawer group={group} offset={open} onClose={() => setAsked(null)} onSettled={data.refresh} />
    </>
  );
}

interface AllTogetherProps {
  readonly group: string;
  readonly letters: readonly DeadLetterSummary[];
  readonly onChanged: () => void;
}

function AllTogether({ group, letters, onChanged }: AllTogetherProps) {
  const text = useText().streams;
  const { format } = useLanguage();
  const confirm = useConfirm();
  const { run, pending } = useAction();
  const waiting = letters.filter(({ state }) => state === 'waiting').length;
  const written = format.integer(waiting);

  const replay = async (): Promise<void> => {
    const sure = await confirm({
      title: text.replayAllTitle(waiting, written),
      body: text.replayAllBody,
      action: text.replayAll,
    });
    if (sure) await run(() => replayAll(group), { done: text.replayed(waiting, written), onDone: onChanged });
  };
  const discard = async (): Promise<void> => {
    const sure = await confirm({
      title: text.discardAllTitle(waiting, written),
      body: text.discardBody,
      action: text.discardAll,
      destructive: true,
    });
    if (sure) await run(() => discardAll(group), { done: text.discarded(waiting, written), onDone: onChanged });
  };

  return (
    <div className={classes['bar']}>
      <p role="status">{text.waitingCount(waiting, written)}</p>
      <Permitted permission="streams:settle" vertical={verticalOfGroup(group)}>
        <div className={classes['buttons']}>
          <DangerButton variant="default" disabled={waiting === 0} loading={pending} onClick={() => void discard()}>
            {text.discardAll}
          </DangerButton>
          <Button disabled={waiting === 0} loading={pending} onClick={() => void replay()}>
            {text.replayAll}
          </Button>
        </div>
      </Permitted>
    </div>
  );
}

const TONES = { waiting: 'warn', replayed: 'good', discarded: 'quiet' } as const;

function LetterRow({ letter, onOpen }: { readonly letter: DeadLetterSummary; readonly onOpen: () => void }) {
  const text = useText().streams;
  const { format } = useLanguage();
  const { state, eventType, origin, failedAt, attempts, code, message } = letter;
  return (
    <li>
      <UnstyledButton className={classes['letter']} onClick={onOpen} aria-haspopup="dialog">
        <span className={classes['event']}>
          <strong>{eventType ?? text.unknownEvent}</strong>
          <span>{text.origin(origin.topic, String(origin.partition), String(origin.offset))}</span>
        </span>
        <StatusBadge tone={TONES[state]}>{text.states[state]}</StatusBadge>
        <span className={classes['cause']}>
          {code}: {message}
        </span>
        <span className={classes['failed']}>
          <Moment iso={failedAt} />
          <span>{text.attempts(attempts, format.integer(attempts))}</span>
        </span>
      </UnstyledButton>
    </li>
  );
}
