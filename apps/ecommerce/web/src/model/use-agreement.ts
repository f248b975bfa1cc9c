import { type Agreement } from '@lintel/ecommerce-contract';
import { useEffect, useState } from 'react';
import { fetchAgreement } from '../api/client';
import { onVerdict } from '../verdict/verdict-news';

const DAYS = 30;

/**
 * How often people agreed with the current model, updated after each verdict on this page.
 * @param modelSha256 identifies the model
 * @returns null while it is not known
 */
export function useAgreement(modelSha256: string): Agreement | null {
  const [agreement, setAgreement] = useState<Agreement | null>(null);
  const [news, setNews] = useState(0);
  useEffect(() => onVerdict(() => setNews((before) => before + 1)), []);
  useEffect(() => {
    const cancellation = new AbortController();
    fetchAgreement(DAYS, cancellation.signal).then(setAgreement, () => undefined);
    return () => cancellation.abort();
  }, [modelSha256, news]);
  return agreement;
}
