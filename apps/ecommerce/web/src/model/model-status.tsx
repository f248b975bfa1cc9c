'use client';

import { type Text } from '../language/english';
import { useText } from '../language/text';
import { useModel } from './model-provider';
import { type ModelState } from './model-state';
import classes from './model-status.module.css';

/** One line in the header: the current model, or why there is none. */
export function ModelStatus() {
  const text = useText().model;
  const { state } = useModel();
  if (state.kind === 'loading' || (state.kind === 'failed' && state.trouble.reason !== 'away')) return null;
  return (
    <span className={classes['status']} data-ready={state.kind === 'ready' || undefined}>
      {words(state, text)}
    </span>
  );
}

function words(state: Exclude<ModelState, { kind: 'loading' }>, text: Text['model']): string {
  if (state.kind === 'ready') return text.statusReady(state.manifest.name);
  if (state.kind === 'failed') return text.statusAway;
  const stage = state.preparation?.stage;
  if (stage === undefined || stage === 'failed' || stage === 'not-promoted') return text.statusMissing;
  return text.preparation.status;
}
