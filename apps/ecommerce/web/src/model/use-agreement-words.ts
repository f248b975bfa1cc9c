import { type Agreement } from '@lintel/ecommerce-contract';
import { useLanguage } from '@lintel/ui';
import { useText } from '../language/text';

/** How often people agreed with the model, as a sentence; empty while unknown. */
export function useAgreementWords(agreement: Agreement | null): string {
  const text = useText().trust;
  const { format } = useLanguage();
  if (agreement === null) return '';
  const { share, interval, checked, days } = agreement;
  if (share === null || interval === null) return text.unchecked(days, format.integer(days));
  return text.agreed({
    share: format.percent(share, 0),
    low: format.percent(interval.low, 0),
    high: format.percent(interval.high, 0),
    checked,
    written: format.integer(checked),
    days: format.integer(days),
  });
}
