import { type Problem } from '@lintel/contracts';
import { chinese } from '../language/chinese';
import { english } from '../language/english';
import { RequestFailed } from './request-failed';
import { mayPass, troubleOfError, troubleOfProblem, writeTrouble } from './trouble';

const problem: Problem = {
  type: 'about:blank',
  title: 'Picture unreadable',
  detail: 'The JPEG ends in the middle.',
  status: 422,
  code: 'PICTURE_UNREADABLE',
  cure: 'Send it again.',
  correlationId: 'c-17',
};

describe('trouble', () => {
  it('is told in the words of the api to an English reader', () => {
    expect(writeTrouble(troubleOfProblem(problem), english, 'en', '20 MB')).toMatchObject({
      title: 'The JPEG ends in the middle.',
      cure: 'Send it again.',
    });
  });

  it('is told in Chinese to a Chinese reader, with the words of the api as details', () => {
    expect(writeTrouble(troubleOfProblem(problem), chinese, 'zh-CN', '20 MB')).toMatchObject({
      title: chinese.problems.unreadable.title,
      cure: chinese.problems.unreadable.cure,
      detail: 'The JPEG ends in the middle.',
      correlationId: 'c-17',
    });
  });

  it('names the limit where a picture is too large', () => {
    expect(writeTrouble({ reason: 'tooLarge' }, english, 'en', '20 MB').cure).toContain('20 MB');
  });

  it('offers to try again only where that can help', () => {
    expect(mayPass(troubleOfError(new RequestFailed('away')))).toBe(true);
    expect(mayPass(troubleOfProblem({ ...problem, code: 'MODEL_NOT_READY' }))).toBe(true);
    expect(mayPass(troubleOfProblem(problem))).toBe(false);
    expect(mayPass({ reason: 'notAPicture' })).toBe(false);
  });

  it('does not take a mistake in our own code for an absent server', () => {
    expect(troubleOfError(new TypeError('x is undefined')).reason).toBe('unexpected');
  });
});
