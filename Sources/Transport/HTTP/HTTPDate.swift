/// Dates as HTTP writes them.
package enum HTTPDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The text for seconds since 1970, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    package static func format(_ seconds: Int) -> [UInt8] {
        let dayNumber = seconds / 86_400
        let second = seconds % 86_400
        let clock = [second / 3_600, second / 60 % 60, second % 60].map(pair).joined(separator: ":")
        let (year, month, day) = civil(dayNumber)
        return Array("\(days[(dayNumber + 4) % 7]), \(pair(day)) \(months[month - 1]) \(year) \(clock) GMT".utf8)
    }

    /// The Gregorian date of a day since 1970, counted in eras of 400 years that begin in March.
    private static func civil(_ dayNumber: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
