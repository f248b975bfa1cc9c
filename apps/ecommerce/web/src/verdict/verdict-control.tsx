'use client';

import { type Recognition } from '@lintel/ecommerce-contract';
import { CheckIcon, useShortcuts, type Shortcut } from '@lintel/ui';
import { Button, Kbd } from '@mantine/core';
import { useRef } from 'react';
import { useMay } from '../access/use-may';
import { NONE_OF_THESE } from '../classes/none-of-these';
import { useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import { useModel } from '../model/model-provider';
import { CHECK_KEYS, classKeys } from './class-keys';
import { ClassSelect } from './class-select';
import { useVerdict } from './use-verdict';
import classes from './verdict-control.module.css';

export interface VerdictControlProps {
  readonly recognition: Recognition;
  /** @param recognition with its new verdict */
  readonly onJudged: (recognition: Recognition) => void;
  /** The keys for "right" and for each class apply to this picture. */
  readonly withKeys?: boolean;
  /** A button for each class, if there is room. */
  readonly withButtons?: boolean;
}

/**
 * Lets a person say whether the answer is right, or what the picture really shows. Buttons stay in place and enabled,
 * so that the focus is not lost.
 */
export function VerdictControl({ recognition, onJudged, withKeys = false, withButtons = false }: VerdictControlProps) {
  const text = useText().verdict;
  const nameOf = useClassName();
  const { state } = useModel();
  const { judge, pending } = useVerdict(recognition, onJudged);
  const { prediction, verdict } = recognition;
  const classNames = state.kind === 'ready' ? state.manifest.reading.classNames : [prediction.className];
  const keys = classKeys(classNames);
  const mayJudge = useMay()('verdicts:give');
  const group = useRef<HTMLDivElement>(null);
  const another = useRef<HTMLInputElement>(null);
  const right = (): void => judge(prediction.className);
  const agrees = verdict?.className === prediction.className;
  const shortcuts: Shortcut[] = [
    { keys: CHECK_KEYS.right, label: text.right, run: right },
    ...[...keys].map(([name, key]) => ({ keys: key, label: text.itIs(nameOf(name)), run: () => judge(name) })),
    { keys: CHECK_KEYS.none, label: nameOf(NONE_OF_THESE), run: () => judge(NONE_OF_THESE) },
    { keys: CHECK_KEYS.another, label: text.another, run: () => another.current?.focus() },
  ];
  useShortcuts(withKeys && mayJudge ? shortcuts : [], { over: true });

  if (!mayJudge) return null;
  const hint = (key: string | undefined) =>
    withKeys && key !== undefined ? { rightSection: <Kbd size="xs">{key}</Kbd> } : {};
  const choice = (className: string, key: string | undefined) => (
    <Button
      key={className}
      size="xs"
      variant={verdict?.className === className ? 'filled' : 'default'}
      aria-pressed={verdict?.className === className}
      onClick={() => judge(className)}
      justify="space-between"
      {...hint(key)}
    >
      {nameOf(className)}
    </Button>
  );
  return (
    <div
      className={classes['verdict']}
      role="group"
      aria-label={text.question}
      aria-busy={pending}
      ref={group}
      tabIndex={-1}
    >
      {verdict === null && <p className={classes['words']}>{text.question}</p>}
      <div className={classes['choices']}>
        <Button
          size="xs"
          variant={agrees ? 'filled' : 'light'}
          aria-pressed={agrees}
          leftSection={<CheckIcon size={16} />}
          onClick={right}
          {...hint(CHECK_KEYS.right)}
        >
          {text.right}
        </Button>
        <ClassSelect
          classNames={classNames}
          value={verdict === null || agrees ? null : verdict.className}
          placeholder={withButtons ? text.anotherClass : text.wrong}
          onChoose={(className) => {
            judge(className);
            // Leaves the field, so that the keys work again.
            group.current?.focus();
          }}
          keys={withKeys ? keys : undefined}
          inputRef={another}
        />
        {verdict !== null && (
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              judge(null);
              // This button disappears; the keys stay with the picture.
              group.current?.focus();
            }}
          >
            {text.takeBack}
          </Button>
        )}
      </div>
      {withButtons && (
        <div className={classes['classes']}>
          {classNames.map((name) => choice(name, keys.get(name)))}
          {choice(NONE_OF_THESE, CHECK_KEYS.none)}
        </div>
      )}
      <p className={classes['hint']}>{verdict === null ? '' : text.learns}</p>
    </div>
  );
}
