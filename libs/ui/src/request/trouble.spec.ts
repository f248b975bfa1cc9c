import { ERROR_CODES, type Problem } from '@lintel/contracts';
import { uiChinese } from '../language/ui-chinese';
import { uiEnglish } from '../language/ui-english';
import { RequestFailed } from './request-failed';
import { mayPass, troubleOfError, troubleOfProblem, writeTrouble } from './trouble';

const problem: Problem = {
  type: 'about:blank',
  title: 'Not found',
  detail: 'There is no job 17.',
  status: 404,
  code: 'NOT_FOUND',
  cure: 'Look at the list of jobs.',
  correlationId: 'c-17',
};

describe('trouble', () => {
  it('is shown in the words of the api to an English reader', () => {
    expect(writeTrouble(troubleOfProblem(problem), uiEnglish.trouble, 'en')).toMatchObject({
      title: 'There is no job 17.',
      cure: 'Look at the list of jobs.',
    });
  });

  it('is shown in Chinese to a Chinese reader, with the words of the api as details', () => {
    expect(writeTrouble(troubleOfProblem(problem), uiChinese.trouble, 'zh-CN')).toMatchObject({
      title: uiChinese.trouble.gone.title,
      cure: uiChinese.trouble.gone.cure,
      detail: 'There is no job 17.',
      correlationId: 'c-17',
    });
  });

  it.each(ERROR_CODES)('has a title and a cure in Chinese for %s', (code) => {
    const { title, cure } = writeTrouble(troubleOfProblem({ ...problem, code }), uiChinese.trouble, 'zh-CN');
    for (const text of [title, cure]) expect(text).toMatch(/\p{Script=Han}/u);
  });

  it('with a code that this page does not know, from a newer api, is a server error', () => {
    expect(troubleOfProblem({ ...problem, code: 'BRAND_NEW' as Problem['code'] }).reason).toBe('internal');
  });

  it('lets an app add its own reasons', () => {
    expect(troubleOfProblem({ ...problem, code: 'PICTURE_TOO_LARGE' }, { PICTURE_TOO_LARGE: 'tooLarge' }).reason).toBe(
      'tooLarge',
    );
    expect(troubleOfProblem({ ...problem, code: 'PICTURE_TOO_LARGE' }).reason).toBe('tooLarge');
  });

  it('offers to try again only if that can help', () => {
    expect(mayPass(troubleOfError(new RequestFailed('away')))).toBe(true);
    expect(mayPass(troubleOfProblem({ ...problem, code: 'MODEL_NOT_READY' }))).toBe(true);
    expect(mayPass(troubleOfProblem(problem))).toBe(false);
    expect(mayPass({ reason: 'notAPicture' })).toBe(false);
  });

  it('does not mistake an error in our own code for an unreachable server', () => {
    expect(troubleOfError(new TypeError('x is undefined')).reason).toBe('unexpected');
  });
});
