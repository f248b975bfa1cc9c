'use client';

import { Alert } from '@mantine/core';
import { type Problem } from '@lintel/contracts';
import { type ReactNode } from 'react';
import { WarningIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import classes from './problem-alert.module.css';

export interface ProblemAlertProps {
  /** A problem of the api, or one that the page detected itself. */
  readonly problem: Pick<Problem, 'title' | 'cure'> & Partial<Problem>;
  readonly actions?: ReactNode;
}

/** What went wrong and what to do about it; the technical details are folded away. */
export function ProblemAlert({ problem, actions }: ProblemAlertProps) {
  const text = useUiMessages().problem;
  const facts = [
    [text.expected, problem.expected],
    [text.received, problem.received],
    [text.correlation, problem.correlationId],
  ].filter(([, value]) => value !== undefined && value !== '');
  const showDetail = problem.detail !== undefined && problem.detail !== problem.title;

  return (
    <Alert variant="light" color="orange" icon={<WarningIcon />} title={problem.title} classNames={classes}>
      <p className={classes['cure']}>{problem.cure}</p>
      {(showDetail || facts.length > 0) && (
        <details className={classes['details']}>
          <summary>{text.details}</summary>
          {showDetail && <p>{problem.detail}</p>}
          <dl>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
    </Alert>
  );
}
