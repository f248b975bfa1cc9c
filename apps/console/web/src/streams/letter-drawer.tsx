'use client';

import { verticalOfGroup, type DeadLetterView } from '@lintel/contracts';
import { DangerButton, FactsList, Moment, useAction, useConfirm, useLanguage, useSession } from '@lintel/ui';
import { Button, CopyButton, Drawer, Group, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { isEditable, readableValue } from './letter-value';
import { LetterEditor } from './letter-editor';
import { discardLetter, fetchDeadLetter, replayLetter } from './streams-api';
import classes from './streams.module.css';

export interface LetterDrawerProps {
  readonly group: string;
  /** Null: closed. */
  readonly offset: number | null;
  readonly onClose: () => void;
  readonly onSettled: () => void;
}

/** All details of one dead letter, and the actions for it. */
export function LetterDrawer({ group, offset, onClose, onSettled }: LetterDrawerProps) {
  const text = useText().streams;
  return (
    <Drawer opened={offset !== null} onClose={onClose} position="right" size={640} title={text.letterTitle}>
      {offset !== null && (
        <Letter
          key={offset}
          group={group}
          offset={offset}
          onSettled={() => {
            onClose();
            onSettled();
          }}
        />
      )}
    </Drawer>
  );
}

interface LetterProps {
  readonly group: string;
  readonly offset: number;
  readonly onSettled: () => void;
}

function Letter({ group, offset, onSettled }: LetterProps) {
  const data = useData({
    key: `${group}/${offset}`,
    load: (signal) => fetchDeadLetter(group, offset, signal),
    watch: { tables: [] },
  });
  return (
    <DataView data={data}>{(letter) => <LetterDetail group={group} letter={letter} onSettled={onSettled} />}</DataView>
  );
}

interface LetterDetailProps extends Omit<LetterProps, 'offset'> {
  readonly letter: DeadLetterView;
}

function LetterDetail({ group, letter, onSettled }: LetterDetailProps) {
  const text = useText().streams;
  const confirm = useConfirm();
  const { run, pending } = useAction();
  const [editing, setEditing] = useState(false);
  const maySettle = useSession().may('streams:settle', verticalOfGroup(group));
  const { offset, state } = letter;

  const replay = (value?: string): void => {
    void run(() => replayLetter(group, offset, value), { done: text.replayed(1, '1'), onDone: onSettled });
  };
  const discard = async (): Promise<void> => {
    const sure = await confirm({
      title: text.discardAllTitle(1, '1'),
      body: text.discardBody,
      action: text.discard,
      destructive: true,
    });
    if (sure) {
      await run(() => discardLetter(group, offset), { done: text.discarded(1, '1'), onDone: onSettled });
    }
  };

  return (
    <Stack>
      <p className={classes['message']}>{letter.message}</p>
      {editing ? (
        <LetterEditor letter={letter} pending={pending} onCancel={() => setEditing(false)} onReplay={replay} />
      ) : (
        <>
          {state === 'waiting' && maySettle && (
            <Group gap="xs">
              <Button loading={pending} onClick={() => replay()}>
                {text.replay}
              </Button>
              {isEditable(letter) && (
                <Button variant="default" onClick={() => setEditing(true)}>
                  {text.edit}
                </Button>
              )}
              <DangerButton variant="default" onClick={() => void discard()}>
                {text.discard}
              </DangerButton>
            </Group>
          )}
          <Payload letter={letter} />
        </>
      )}
      <Facts letter={letter} />
      {Object.keys(letter.headers).length > 0 && (
        <section aria-label={text.headers}>
          <h3 className={classes['heading']}>{text.headers}</h3>
          <FactsList narrow facts={Object.entries(letter.headers)} />
        </section>
      )}
      {letter.stack !== null && (
        <details>
          <summary className={classes['heading']}>{text.stack}</summary>
          <pre className={classes['code']} tabIndex={0}>
            {letter.stack}
          </pre>
        </details>
      )}
    </Stack>
  );
}

function Payload({ letter }: { readonly letter: DeadLetterView }) {
  const text = useText().streams;
  const value = letter.contents === 'readable' ? readableValue(letter) : null;
  return (
    <section aria-label={text.payload}>
      <div className={classes['payloadHead']}>
        <h3 className={classes['heading']}>
          {letter.encoding === 'base64' ? `${text.payload} (base64)` : text.payload}
        </h3>
        {value !== null && (
          <CopyButton value={letter.value ?? ''}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" onClick={copy}>
                {copied ? text.copied : text.copy}
              </Button>
            )}
          </CopyButton>
        )}
      </div>
      {value === null ? (
        <p className={classes['dimmed']}>
          {letter.contents === 'readable' ? text.noPayload : text.closed[letter.contents]}
        </p>
      ) : (
        <pre className={classes['code']} tabIndex={0}>
          {value}
        </pre>
      )}
    </section>
  );
}

function Facts({ letter }: { readonly letter: DeadLetterView }) {
  const text = useText().streams;
  const { format } = useLanguage();
  const { origin } = letter;
  const facts: (readonly [string, ReactNode])[] = [
    [text.facts.state, text.states[letter.state]],
    [text.facts.event, letter.eventType ?? text.unknownEvent],
    [text.facts.failed, <Moment key="failed" iso={letter.failedAt} />],
    [text.facts.code, letter.code],
    [text.facts.attempts, format.integer(letter.attempts)],
    [text.facts.origin, text.origin(origin.topic, String(origin.partition), String(origin.offset))],
    [text.facts.key, letter.key ?? '–'],
    [text.facts.eventId, letter.eventId ?? '–'],
    [text.facts.size, letter.bytes === null ? '–' : format.bytes(letter.bytes)],
  ];
  return <FactsList narrow facts={facts} />;
}
