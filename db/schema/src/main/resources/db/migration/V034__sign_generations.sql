-- SPDX-License-Identifier: Apache-2.0
-- Who asked for a cut: it is their step, which they can take back.

alter table generations add column author text not null default 'rushes';
