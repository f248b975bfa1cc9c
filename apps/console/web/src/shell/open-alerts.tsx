'use client';

import { useLanguage } from '@lintel/ui';
import { VisuallyHidden } from '@mantine/core';
import { fetchAlerts } from '../alerts/alerts-api';
import { useText } from '../language/text';
import { useData } from '../live/use-data';
import classes from './mark.module.css';

/** Number of alerts that are not acknowledged; nothing if there are none. */
export function OpenAlerts() {
  const text = useText().alerts;
  const { format } = useLanguage();
  const { state } = useData({
    key: 'unresolved',
    load: (signal) => fetchAlerts('unresolved', signal),
    watch: { tables: ['alert'] },
  });
  const open = state.kind === 'ready' ? state.value.filter((alert) => alert.state === 'open' && !alert.silenced) : [];
  if (open.length === 0) return null;
  return (
    <span className={classes['mark']} data-critical={open.some(({ severity }) => severity === 'critical') || undefined}>
      {format.integer(open.length)}
      <VisuallyHidden> {text.states.open}</VisuallyHidden>
    </span>
  );
}
