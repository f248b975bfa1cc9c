import { type Recognition } from '@lintel/ecommerce-contract';
import { CHINESE_CLASS_NAMES } from '@lintel/ecommerce-contract/chinese-class-names';
import { ANSWER_WORDS, useLanguage, useMessages, type PredictionVerdict } from '@lintel/ui';
import { useCallback } from 'react';
import { NONE_OF_THESE } from './none-of-these';

export type ClassName = (className: string) => string;

/** The name of a class in the reader's language. */
export function useClassName(): ClassName {
  const { locale } = useLanguage();
  const { noneOfThese } = useMessages(ANSWER_WORDS);
  return useCallback(
    (className) => {
      if (className === NONE_OF_THESE) return noneOfThese;
      return locale === 'zh-CN' ? (CHINESE_CLASS_NAMES[className] ?? className) : className;
    },
    [locale, noneOfThese],
  );
}

/** A person's verdict on an answer, as a card shows it. */
export function namedVerdict({ verdict, prediction }: Recognition, nameOf: ClassName): PredictionVerdict | null {
  if (verdict === null) return null;
  const { className, author } = verdict;
  return {
    className: className === NONE_OF_THESE ? null : nameOf(className),
    author,
    agrees: className === prediction.className,
  };
}
