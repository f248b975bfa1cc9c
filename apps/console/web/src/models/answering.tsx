'use client';

import { type ModelDetail } from '@lintel/console-contract';
import { type ModelVersionSummary, type RegisteredModel } from '@lintel/contracts';
import { useAction, useConfirm, useFigures, useLanguage, useUndo } from '@lintel/ui';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { Permitted } from '../access/permitted';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { challenge, withdraw } from './client';
import { type Intent } from './intent';
import { ModeTag } from './mode-tag';
import { RollBackDialog } from './roll-back-dialog';
import { rollBackTarget } from './roll-back-target';
import classes from './models.module.css';

export interface AnsweringProps {
  readonly detail: ModelDetail;
  readonly onIntent: (intent: Intent) => void;
  readonly onChanged: () => void;
}

/** The champion and the challenger, with the actions for each. */
export function Answering({ detail: { model, versions, history }, onIntent, onChanged }: AnsweringProps) {
  const text = useText().models;
  const { format } = useLanguage();
  const [rollingBack, setRollingBack] = useState(false);
  const before = rollBackTarget(history);
  const { champion, challenger } = model;
  const summary = (id: string | undefined) => versions.find((version) => version.id === id);

  return (
    <div className={classes['answering']}>
      <Card title={text.column.champion} hint={text.championHint}>
        {champion === null ? (
          <p className={classes['nobody']}>{text.noChampionBody}</p>
        ) : (
          <>
            <Alias alias={champion} version={summary(champion.versionId)} />
            <Permitted permission="models:promote" vertical={model.vertical}>
              <div className={classes['buttons']}>
                <Button variant="default" size="xs" disabled={before === null} onClick={() => setRollingBack(true)}>
                  {before === null ? text.nothingBefore : text.rollBack.to(format.integer(before.number))}
                </Button>
              </div>
            </Permitted>
          </>
        )}
      </Card>
      <Card title={text.column.challenger} hint={text.challengerHint}>
        {challenger === null ? (
          <p className={classes['nobody']}>{champion === null ? text.noChallengerYet : text.noChallengerBody}</p>
        ) : (
          <>
            <Alias
              alias={challenger}
              version={summary(challenger.versionId)}
              aside={<ModeTag mode={challenger.mode} />}
            />
            <Permitted permission="models:promote" vertical={model.vertical}>
              <ChallengerButtons model={model} challenger={challenger} onIntent={onIntent} onChanged={onChanged} />
            </Permitted>
          </>
        )}
      </Card>
      <RollBackDialog
        opened={rollingBack}
        modelName={model.name}
        championId={champion?.versionId ?? null}
        from={champion?.number ?? 0}
        to={before?.number ?? 0}
        onClose={() => setRollingBack(false)}
        onChanged={onChanged}
      />
    </div>
  );
}

type Challenger = NonNullable<RegisteredModel['challenger']>;

interface ChallengerButtonsProps extends Pick<AnsweringProps, 'onIntent' | 'onChanged'> {
  readonly model: RegisteredModel;
  readonly challenger: Challenger;
}

function ChallengerButtons({ model: { name }, challenger, onIntent, onChanged }: ChallengerButtonsProps) {
  const text = useText().models;
  const { format } = useLanguage();
  const confirm = useConfirm();
  const offerUndo = useUndo();
  const { pending, run } = useAction();
  const { versionId, mode } = challenger;
  const number = format.integer(challenger.number);

  const takeBack = (): void =>
    // A challenger that overrides its gates keeps its override.
    void run(() => challenge(name, { versionId, challenge: mode, override: true, reason: text.withdraw.undoReason }), {
      done: text.withdraw.undone(number),
      onDone: onChanged,
    });
  const withdrawIt = async (): Promise<void> => {
    const { title, body, action } = text.withdraw;
    if (!(await confirm({ title: title(number), body, action }))) return;
    await run(() => withdraw(name, {}), {
      onDone: () => {
        onChanged();
        offerUndo({ id: `withdraw ${versionId}`, message: text.withdraw.done(number), undo: takeBack });
      },
    });
  };
  const about = { versionId, number: challenger.number };
  return (
    <div className={classes['buttons']}>
      <Button size="xs" onClick={() => onIntent({ kind: 'promote', ...about })}>
        {text.promote.action}
      </Button>
      <Button variant="default" size="xs" onClick={() => onIntent({ kind: 'challenge', ...about })}>
        {text.challenge.change}
      </Button>
      <Button variant="default" size="xs" loading={pending} onClick={() => void withdrawIt()}>
        {text.withdraw.action}
      </Button>
    </div>
  );
}

interface CardProps {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
}

function Card({ title, hint, children }: CardProps) {
  return (
    <section className={classes['card']} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <p>{hint}</p>
      </header>
      {children}
    </section>
  );
}

interface AliasProps {
  readonly alias: NonNullable<RegisteredModel['champion']>;
  readonly version: ModelVersionSummary | undefined;
  readonly aside?: ReactNode;
}

function Alias({ alias: { versionId, number, since, by }, version, aside }: AliasProps) {
  const text = useText();
  const { format } = useLanguage();
  const { nameOf, write } = useFigures();
  const main = version?.headlines[0];
  return (
    <div className={classes['alias']}>
      <p className={classes['versionLine']}>
        <Link href={addressOf.version(versionId)}>{text.models.versionTitle(format.integer(number))}</Link>
        {aside}
      </p>
      {main !== undefined && (
        <p>
          {`${nameOf(main.key)} ${write(main, main.value)}`}
          {main.interval !== null && (
            <span className={classes['quiet']}>
              {` ${text.models.interval(write(main, main.interval.low), write(main, main.interval.high))}`}
            </span>
          )}
        </p>
      )}
      <p className={classes['quiet']}>{text.models.since(format.dateTime(since), by)}</p>
    </div>
  );
}
