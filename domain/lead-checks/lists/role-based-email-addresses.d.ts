/** The package carries no types. */
declare module 'role-based-email-addresses' {
  const roles: string[];
  export = roles;
}
