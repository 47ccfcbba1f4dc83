package org.hutong.city;

import java.time.LocalDate;
import java.time.YearMonth;

/// One line of the existing roster of supported children (花名册): who is paid what, to whom.
///
/// @param district  6-digit code of the district that pays
/// @param placement 亲属抚养, 机构养育, 家庭寄养, 父母家庭 or 集中供养
/// @param fen       a month's amount in 分 (假设)
/// @param start     first month paid
/// @param end       last month paid, null while it runs
/// @param payee     person paid, or 0 if an institution is
/// @param payeeName name of that person or institution
/// @param relation  what the payee is to the child (本人, 祖父, 福利机构 …)
/// @param account   19 digits that begin with 099, which no bank card does, with a right check digit
/// @param decidedOn day of the decision
public record Support(long child, Category category, String district, String placement, long fen, YearMonth start, YearMonth end, long payee,
                      String payeeName, String relation, String bank, String account, LocalDate decidedOn) {
}
