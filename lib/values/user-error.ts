/**
 * An error that the user can mend: bad input of any kind. Its message is shown as it is, without a stack trace, so it says what was received,
 * what is allowed and what to change.
 */
export class UserError extends Error {
  public override readonly name = 'UserError';
}
